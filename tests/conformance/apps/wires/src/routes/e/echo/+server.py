from lissome import json

NAMES = (
    *("accept", "accept-language", "authorization", "cookie", "origin", "referer", "content-type", "x-own"),
    *("x-sveltekit-action", "user-agent", "content-length"),
)


async def fallback(event):
    request, query = event.request, event.url.search_params
    headers = {name: request.headers.get(name) for name in NAMES}
    if headers["user-agent"] is not None:
        headers["user-agent"] = "some"
    if query.has("setcookie"):
        event.cookies.set("echo", "set", http_only=False, max_age=60)
    body = (await request.body()).decode(errors="replace")
    answer = {
        "method": request.method,
        "href": event.url.href,
        "headers": headers,
        "flags": [event.is_sub_request, event.is_data_request],
        "id": event.route.id,
        "params": event.params,
        "body": body,
        "length": len(body),
    }
    more = {"x-one": "1", "x-two": "2"}
    for name, key in (("cache", "cache-control"), ("age", "age"), ("vary", "vary")):
        if query.has(name):
            more[key] = query.get(name)
    return json(answer, status=int(query.get("status") or 200), headers=more)
