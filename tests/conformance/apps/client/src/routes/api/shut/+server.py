from lib.server.gates import lock

from lissome import Response


def GET(event):
    lock(event)
    return Response(status_code=204)
