from lissome import json


async def GET(event):
    return json({"from": "endpoint"})


async def PUT(event):
    return json({"from": "endpoint", "method": "PUT"})
