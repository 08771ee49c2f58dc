from lib.server.leaks.deque_without_maxlen import saw


async def GET(event):
    return {"item": saw(event.params["item"])}
