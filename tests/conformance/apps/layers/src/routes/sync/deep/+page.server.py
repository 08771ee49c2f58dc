def load(event):
    event.set_headers({"x-page": "1"})
    event.cookies.set("page", "1")
    return {"page": 1}
