from lissome import json


async def GET(event):
    body = (await event.request.body()).decode()
    return json({"method": event.request.method, "query": event.url.search, "body": body})


POST = PUT = PATCH = DELETE = OPTIONS = QUERY = GET
