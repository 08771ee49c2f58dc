from lib.server.jar import run

from lissome import json


def GET(event):
    return json(run(event))
