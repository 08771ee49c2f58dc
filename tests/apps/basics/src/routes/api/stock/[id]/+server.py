from lissome import json


async def GET(event):
    return json({"stock": int(event.params["id"]) * 10})
