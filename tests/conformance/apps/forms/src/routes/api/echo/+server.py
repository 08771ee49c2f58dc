from lissome import json

NAMES = ("accept", "accept-language", "authorization", "cookie", "origin", "content-type", "x-own")


async def fallback(event):
    request = event.request
    event.cookies.set("inner", "from the echo", path="/api")
    event.cookies.set("relative", "x", path="below")
    return json(
        {
            "method": request.method,
            "url": event.url.href,
            "headers": {name: request.headers.get(name) for name in NAMES},
            "cookies": [{"name": name, "value": value} for name, value in event.cookies.get_all().items()],
            "flags": [event.is_sub_request, event.is_data_request],
            "body": (await request.body()).decode(),
        },
        headers={"x-echo": "yes", "cache-control": "max-age=30"},
    )
