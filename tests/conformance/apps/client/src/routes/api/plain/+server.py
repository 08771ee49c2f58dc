from lissome import Response


def GET(event):
    return Response("plain words", headers={"content-type": "text/plain"})
