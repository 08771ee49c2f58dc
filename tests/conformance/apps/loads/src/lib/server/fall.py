import asyncio

from lissome import error, redirect


async def fall(url, place):
    """End a load as the query asks: `?mid=error&page=redirect`."""
    how = url.search_params.get(place) or ""
    if how.startswith("slow"):
        await asyncio.sleep(0.02)
    if how.endswith("error"):
        error(410, f"gone at {place}")
    if how.endswith("throw"):
        raise RuntimeError(f"secret of {place}")
    if how.endswith("redirect"):
        redirect(307, f"/elsewhere?from={place}")
