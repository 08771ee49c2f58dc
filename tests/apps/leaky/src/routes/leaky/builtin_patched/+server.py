from lib.server.leaks.builtin_patched import translate_for


async def GET(event):
    translate_for(event.locals.user)
    return {"ok": True}
