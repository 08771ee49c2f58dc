from lissome import json


def GET(event):
    return json({"path": event.url.pathname})


POST = GET
