from lib.server.vector import Vector

transport = {"Vector": lambda value: [value.x, value.y] if isinstance(value, Vector) else None}


async def init():
    pass


async def handle(event, resolve):
    event.locals.started = True
    response = await resolve(event)
    response.headers["x-handled"] = "yes"
    return response


def handle_error(caught):
    if caught.kind == "unknown":
        return {"message": f"Internal Error ({type(caught.error).__name__})"}
    return None
