from lib.server.leaks.environment import speak


async def GET(event):
    speak(event.request.headers.get("accept-language"))
    return {"ok": True}
