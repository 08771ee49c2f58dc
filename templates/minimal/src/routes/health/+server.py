from lissome import Response, json

from lib.server.app import Event


async def GET(_: Event) -> Response:
    """For load balancers and containers: 200 when requests are served."""
    return json({"status": "ok"}, headers={"cache-control": "no-store"})
