def GET(event):
    cookie = event.request.headers.get("cookie")
    return {"from": event.url.search, "cookie": cookie, "isSubRequest": event.is_sub_request}
