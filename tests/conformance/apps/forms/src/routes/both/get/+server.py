from lissome import text


def GET(event):
    return text("endpoint", headers={"vary": "X-Own"})
