import json


def _untrackthrow(event):
    try:
        event.untrack(lambda: 1 / 0)
    except ZeroDivisionError:
        return event.params["a"]


async def _untrackparent(event):
    return sorted(await event.untrack(event.parent))


def _destructured(event):
    rest = dict(event.params)
    return [rest.pop("a"), rest]


def _host(event):
    url = event.url
    return [url.host, url.port, url.protocol, url.hostname, url.origin]


def _missing(event):
    return [event.url.search_params.get("zz"), event.url.search_params.has("yy")]


def _nested(event):
    params = event.params
    return [
        event.untrack(lambda: params["a"]),
        params.get("b"),
        event.untrack(lambda: event.url.pathname),
    ]


READS = {
    "destructured": _destructured,
    "keys": lambda event: list(event.params),
    "spread": lambda event: {**event.params},
    "in": lambda event: "b" in event.params,
    "rest": lambda event: event.params["c"],
    "optional": lambda event: event.params.get("b", "none"),
    "hash": lambda event: event.url.hash,
    "host": _host,
    "json": lambda event: json.dumps(event.url.href),
    "size": lambda event: len(event.url.search_params),
    "getall": lambda event: event.url.search_params.get_all("q"),
    "missing": _missing,
    "keysofquery": lambda event: event.url.search_params.keys(),
    "values": lambda event: [value for _, value in event.url.search_params.items()],
    "join": lambda event: event.url.join("x"),
    "object": lambda event: dict(event.url.search_params.items()),
    "nested": _nested,
    "untrackthrow": _untrackthrow,
    "dependsrelative": lambda event: (
        event.depends("x", "/y?z=1", "app:a", "app:b", "https://else.test", "../up", "") or 1
    ),
    "dependstwice": lambda event: event.depends("app:a") or event.depends("app:a") or 1,
    "dependsnone": lambda event: event.depends() or 1,
    "search": lambda event: event.url.search,
}


async def load(event):
    how = event.untrack(lambda: event.url.search_params.get("how"))
    if how == "untrackparent":
        return {"got": await _untrackparent(event)}
    return {"got": READS[how](event)}
