def load(event):
    return {"pathname": event.url.pathname}
