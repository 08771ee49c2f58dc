def load(event):
    event.cookies.set("here", "1", path="")
    return {"pathname": event.url.pathname}


def default(event):
    return {"posted": event.url.pathname}


actions = {"default": default}
