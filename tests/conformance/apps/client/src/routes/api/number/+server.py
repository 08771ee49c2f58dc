from lib.server.visits import count

from lissome import json


def GET(event):
    return json(count(event, "number"))
