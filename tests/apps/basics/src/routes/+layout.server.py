from lissome import LayoutServerLoadEvent


async def load(event: LayoutServerLoadEvent):
    return {"user": event.cookies.get("user")}
