from lissome import text


def GET(event):
    return text("GET itself")


def fallback(event):
    return text(f"fallback for {event.request.method}")
