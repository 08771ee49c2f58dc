async def load(event):
    url, params = event.url, event.params
    query = url.search_params
    what = query.get("what")
    if what == "param":
        return {"value": params["a"]}
    if what == "params":
        return {"value": [params["b"], params["a"]]}
    if what == "missing":
        return {"value": params.get("c")}
    if what == "route":
        return {"value": event.route.id}
    if what == "pathname":
        return {"value": url.pathname}
    if what == "search":
        return {"value": url.search}
    if what == "href":
        return {"value": url.href}
    if what == "string":
        return {"value": str(url)}
    if what == "origin":
        return {"value": [url.origin, url.host, url.hostname, url.port, url.protocol]}
    if what == "has":
        return {"value": query.has("x")}
    if what == "all":
        return {"value": query.get_all("x")}
    if what == "two":
        return {"value": [query.get("y"), query.get("x")]}
    if what == "entries":
        return {"value": [[key, value] for key, value in query.items()]}
    if what == "size":
        return {"value": len(query)}
    if what == "searchstring":
        return {"value": str(query)}
    if what == "depends":
        event.depends("app:one", "/relative", "./sibling", "https://other.test/x")
    if what == "untrack":
        return {"value": event.untrack(lambda: [params["a"], url.pathname, event.route.id])}
    if what == "untrackdepends":
        event.untrack(lambda: event.depends("app:inside"))
    if what == "parent":
        return {"value": list(await event.parent())}
    if what == "parentlazy":
        return {"value": "not awaited", "again": event.parent()}
    return None
