from lib.server.leaks.class_for_each_request import make_form


async def GET(event):
    return {"form": make_form(event.locals.user).__name__}
