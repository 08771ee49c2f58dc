from lib.server.clean.import_in_a_request import plural


async def GET(event):
    return {"plural": plural(event.url.search_params.get("q"))}
