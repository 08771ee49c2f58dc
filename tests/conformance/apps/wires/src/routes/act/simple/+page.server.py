async def default(event):
    event.cookies.set("acted", "1")
    form = await event.request.form()
    return {"got": [list(pair) for pair in form.multi_items()], "isSubRequest": event.is_sub_request}


actions = {"default": default}
