from lissome import json


def GET(event):
    return json({"trail": event.locals.trail, "path": event.url.pathname})
