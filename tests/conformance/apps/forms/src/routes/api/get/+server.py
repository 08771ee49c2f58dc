from lissome import text


def GET(event):
    return text("got", headers={"x-made-by": "GET"})
