from lissome import text


def fallback(event):
    return text(f"fallback for {event.request.method}")
