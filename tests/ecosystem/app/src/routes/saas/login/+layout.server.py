async def load(event):
    cookies = [{"name": name, "value": value} for name, value in event.cookies.get_all().items()]
    return {"cookies": cookies, "session": {"user": {"id": "u1", "email": "ada@example.com"}}}
