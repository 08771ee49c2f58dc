from lissome import Response

trailing_slash = "always"


def GET(event):
    return Response(event.url.pathname, headers={"content-type": "text/plain;charset=UTF-8"})
