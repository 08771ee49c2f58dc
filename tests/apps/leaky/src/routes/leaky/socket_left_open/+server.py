from lib.server.leaks.socket_left_open import connect


async def POST(event):
    return {"waiting": connect(event.locals.user)}
