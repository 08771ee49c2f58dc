"""Server-sent events without an end."""

import asyncio

from lib.server.held import connection, counted
from starlette.responses import StreamingResponse


async def events():
    with counted("generators"):
        number = 0
        while True:
            yield f"data: {number}\n\n"
            number += 1
            await asyncio.sleep(0.5)


async def GET(event):
    await event.enter(connection())
    return StreamingResponse(events(), media_type="text/event-stream")
