from lib.server.leaks.module_dict import put

from lissome import PageServerLoadEvent


async def load(event: PageServerLoadEvent):
    return {"carts": put(event.locals.user, event.url.search_params.get("q"))}
