from lib.server.clean.sse_subscribers import stream
from starlette.responses import StreamingResponse


async def GET(event):
    return StreamingResponse(stream(event.locals.user))
