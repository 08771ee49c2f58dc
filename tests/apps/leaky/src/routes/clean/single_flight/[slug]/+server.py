from lib.server.clean.single_flight import size


async def GET(event):
    return {"size": await size(event.params["slug"])}
