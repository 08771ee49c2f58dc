from stage import Event, Locals, acts, opened

__all__ = ["Locals", "handle", "handle_error", "init"]


async def init():
    async with opened() as state:
        yield state


async def handle(event: Event, resolve):
    if acts.handle is not None:
        await acts.handle(event)
    return await resolve(event)


def handle_error(caught):
    return {"message": f"{caught.kind}: {caught.message}"}
