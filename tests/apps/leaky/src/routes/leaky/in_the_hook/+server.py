from lib.server.leaks.in_the_hook import REQUESTS


async def GET(event):
    return {"requests": len(REQUESTS)}
