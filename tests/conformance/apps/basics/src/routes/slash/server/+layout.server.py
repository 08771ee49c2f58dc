trailing_slash = "always"


def load(event):
    return {"pathname": event.url.pathname}
