from lissome import Response


def handler(event):
    return Response(event.request.method, headers={"content-type": "text/plain"})


QUERY = handler
