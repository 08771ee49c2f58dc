from lib.server.leaks.process_locale import use


async def GET(event):
    use()
    return {"ok": True}
