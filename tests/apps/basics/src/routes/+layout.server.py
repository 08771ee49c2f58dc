from lissome import ServerLoadEvent


async def load(event: ServerLoadEvent):
    return {"user": event.cookies.get("user")}
