from lissome import text


def POST(event):
    return text("endpoint")
