from lib.server.leaks.module_dict import put

from lissome import ServerLoadEvent


async def load(event: ServerLoadEvent):
    return {"carts": put(event.locals.user, event.url.search_params.get("q"))}
