from lib.server.leaks.file_left_open import read


async def GET(event):
    return {"descriptor": read()}
