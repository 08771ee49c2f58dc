"""What a server load does, as the query asks: `?ps=slow,header,error`."""

import asyncio

from lissome import HttpError, error, redirect


async def after(seconds, end):
    await asyncio.sleep(seconds)
    return end()


def secret():
    raise RuntimeError("a secret")


async def keys(parent):
    return sorted(await parent)


async def act(event, place, made, step):
    if step == "slow":
        await asyncio.sleep(0.02)
    elif step == "slower":
        await asyncio.sleep(0.06)
    elif step == "error":
        error(410, f"gone at {place}", place=place)
    elif step == "throw":
        secret()
    elif step == "redirect":
        redirect(307, f"/only?from={place}")
    elif step == "header":
        event.set_headers({f"x-{place}": "set"})
    elif step == "same":
        event.set_headers({"x-same": place})
    elif step == "timing":
        event.set_headers({"Server-Timing": f"{place};dur=1"})
    elif step == "cookie":
        event.cookies.set("load", place)
    elif step == "parent":
        made["parent"] = await event.parent()
    elif step == "catchparent":
        try:
            made["parent"] = await event.parent()
        except HttpError as reason:
            made["caught"] = reason.status
        except RuntimeError:
            made["caught"] = "unknown"
    elif step == "twice":
        made["twice"] = (await event.parent()) is (await event.parent())
    elif step == "depends":
        event.depends(f"app:{place}", "app:shared")
    elif step == "flags":
        made["flags"] = [
            *(event.is_data_request, event.is_sub_request, event.is_remote_request),
            *(event.route.id, dict(event.params)),
        ]
        made["url"] = event.url.href
    elif step == "fetch":
        made["fetched"] = (await event.fetch(f"/echo?from={place}")).json()
    elif step == "relative":
        made["fetched"] = (await event.fetch(f"echo?from={place}")).status_code
    else:
        stream(event, place, made, step)


def stream(event, place, made, step):
    if step == "stream":
        made["late"] = after(0.08, lambda: place)
    elif step == "streamparent":
        made["late"] = keys(event.parent())
    elif step == "streamerror":
        made["late"] = after(0.08, lambda: error(402, f"late {place}", place=place))
    elif step == "streamredirect":
        made["late"] = after(0.08, lambda: redirect(303, "/only"))
    elif step == "streamthrow":
        made["late"] = after(0.08, secret)


async def steps(event, place):
    made = {f"at_{place}": True, "shared": place}
    query = event.untrack(lambda: event.url.search_params.get(place))
    for step in filter(None, (query or "").split(",")):
        if step in {"nothing", "null"}:
            return None
        await act(event, place, made, step)
    return made
