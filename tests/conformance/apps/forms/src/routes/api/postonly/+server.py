from lissome import error, json


async def POST(event):
    try:
        body = await event.request.json()
    except ValueError:
        error(400, "no JSON")
    return json({"got": body}, status=201)
