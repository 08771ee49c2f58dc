import asyncio

both = asyncio.Barrier(2)


async def GET(_event: object) -> dict[str, int]:
    """Answer when two pages have asked."""
    return {"place": await both.wait()}
