from lib.server.leaks.import_path import plug_in


async def GET(event):
    plug_in(event.locals.user)
    return {"ok": True}
