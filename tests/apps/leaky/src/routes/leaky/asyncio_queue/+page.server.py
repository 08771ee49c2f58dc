from lib.server.leaks.asyncio_queue import send


async def post(event):
    form = await event.request.form()
    return {"waiting": await send(form.get("item"))}


actions = {"default": post}
