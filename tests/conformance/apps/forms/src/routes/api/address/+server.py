from lissome import Response


def GET(event):
    return Response(event.get_client_address(), headers={"content-type": "text/x"})
