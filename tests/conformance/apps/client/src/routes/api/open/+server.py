from lib.server.gates import unlock

from lissome import Response


def GET(event):
    unlock(event)
    return Response(status_code=204)
