from lissome import json


def GET(event):
    return json({"some": "</script>"})
