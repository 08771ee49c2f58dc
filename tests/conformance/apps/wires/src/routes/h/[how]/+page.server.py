import asyncio

from lissome import get_request_event


async def late():
    await asyncio.sleep(0.03)
    return get_request_event().url.pathname


def load(event):
    how = event.params["how"]
    data = {"how": how, "order": [*event.locals.order], "id": event.route.id}
    data["isDataRequest"] = event.is_data_request
    if how == "stream":
        data["late"] = late()
    if how == "throw":
        raise RuntimeError("secret")
    return data


async def default(event):
    return {"order": event.locals.order, "got": list(await event.request.form())}


actions = {"default": default}
