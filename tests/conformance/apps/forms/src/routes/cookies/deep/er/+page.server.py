def load(event):
    event.cookies.set("here", "1", path=".")
    event.cookies.set("own", "2", path=event.url.pathname)
