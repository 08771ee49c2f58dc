from lissome import Response


def handler(event):
    return Response(event.request.method, headers={"content-type": "text/plain"})


GET = POST = PUT = OPTIONS = HEAD = handler
