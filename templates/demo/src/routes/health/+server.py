import logging

from lissome import Response, json

from lib.server import db
from lib.server.app import Event

logger = logging.getLogger("my-app")


async def GET(event: Event) -> Response:
    """For load balancers and containers: 200 when requests can be served, 503 when not."""
    try:
        await db.check(event.app.engine)
    except Exception:
        logger.exception("the database does not answer")
        return json({"status": "unavailable"}, status=503)
    return json({"status": "ok"}, headers={"cache-control": "no-store"})
