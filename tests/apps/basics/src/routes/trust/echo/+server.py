from lissome import json


async def GET(event):
    event.cookies.set("inner", "from echo")
    names = ("cookie", "authorization", "accept", "accept-language", "origin", "x-own")
    headers = {name: event.request.headers.get(name) for name in names}
    return json({"headers": headers, "user": event.cookies.get("user"), "sub": event.is_sub_request})


async def POST(event):
    return {"bytes": len(await event.request.body())}
