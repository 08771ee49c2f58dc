from lib.server.clean.request_counter import count


async def GET(event):
    return {"number": count()}
