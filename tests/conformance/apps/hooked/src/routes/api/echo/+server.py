from lissome import json


async def fallback(event):
    request, query = event.request, event.url.search_params
    headers = {"x-visible": "yes", "x-hidden": "yes"}
    if query.has("ttl"):
        headers["cache-control"] = f"public, max-age={query.get('ttl')}"
    if query.has("smax"):
        headers |= {"cache-control": "max-age=5, s-maxage=60", "age": "7"}
    if query.has("vary"):
        headers["vary"] = "*"
    return json(
        {
            "method": request.method,
            "query": event.url.search,
            "hooked": request.headers.get("x-hooked"),
            "own": request.headers.get("x-own"),
            "cookie": request.headers.get("cookie"),
            "accept": request.headers.get("accept"),
            "sub": event.is_sub_request,
            "body": (await request.body()).decode(),
        },
        headers=headers,
    )
