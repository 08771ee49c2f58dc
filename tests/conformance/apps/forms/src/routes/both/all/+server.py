from lissome import text


def GET(event):
    return text(f"endpoint {event.request.method}")


POST = PUT = GET
