from lib.server.leaks.globals_dict import search


async def GET(event):
    return search(event.url.search_params.get("q"))
