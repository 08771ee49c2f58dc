from lissome import Response, text


def HEAD(event):
    return Response(headers={"x-made-by": "HEAD"})


def GET(event):
    return text("got", headers={"x-made-by": "GET"})
