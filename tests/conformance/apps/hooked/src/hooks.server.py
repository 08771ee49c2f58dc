from urllib.parse import parse_qs, urlsplit

import httpx
from lib.server.point import Money, Point
from starlette.responses import Response as StarletteResponse

from lissome import Response, error, redirect, sequence

transport = {
    "Point": lambda value: isinstance(value, Point) and [value.x, value.y],
    "Money": lambda value: isinstance(value, Money) and {"amount": value.amount, "at": value.at},
}

calls = []


async def init():
    calls.append("init")


async def outer(event, resolve):
    pathname, query = event.url.pathname, event.url.search_params
    event.locals.trail = ["outer"]
    event.locals.started = len(calls)
    if pathname == "/early":
        return Response("early", 203, {"x-early": "1", "content-type": "text/plain;charset=UTF-8"})
    if pathname == "/early/redirect":
        return Response(None, 302, {"location": "/about"})
    if pathname == "/handle/redirect" or query.has("handle-redirect"):
        event.cookies.set("before", "redirect")
        redirect(303, "/about?from=handle")
    if pathname == "/handle/error":
        error(451, "not in this hook")
    if pathname == "/handle/throw":
        raise RuntimeError("secret of the hook")
    if pathname == "/handle/nothing":
        return None
    response = await resolve(
        event,
        transform_page_chunk=lambda html: html.replace("%lang%", "de").replace(
            "</body>", "<!--#outer--></body>"
        ),
        filter_serialized_response_headers=lambda name, _value: name in {"x-visible", "content-type"},
    )
    response.headers["x-outer"] = ",".join(event.locals.trail)
    response.headers.append("set-cookie", "raw=1")
    if query.has("late-header"):
        event.set_headers({"x-late": "1"})
    if query.has("late-cookie"):
        event.cookies.set("late", "1")
    if query.has("status"):
        replaced = StarletteResponse("replaced", 202)
        replaced.raw_headers = [pair for pair in response.raw_headers if pair[0] != b"content-length"]
        return replaced
    return response


async def inner(event, resolve):
    event.locals.trail.append("inner")
    event.locals.route = event.route.id
    preload = event.url.search_params.get("preload")
    options = {}
    if preload == "none":
        options["preload"] = lambda _file: False
    if preload == "all":
        options["preload"] = lambda _file: True
    response = await resolve(
        event,
        transform_page_chunk=lambda html: html.replace("</body>", "<!--#inner--></body>"),
        **options,
    )
    response.headers["x-inner"] = str(response.status_code)
    return response


handle = sequence(outer, inner)


def handle_error(caught):
    event, kind = caught.event, caught.kind
    if event.url.search_params.has("hookthrows"):
        raise RuntimeError("handle_error broke")
    if event.url.search_params.has("nothing"):
        return None
    answer = {"kind": kind, "path": event.url.pathname}
    return {**answer, "message": "hidden by the hook"} if kind == "unknown" else answer


async def handle_fetch(*, event, request, fetch):
    url = urlsplit(str(request.url))
    query = parse_qs(url.query, keep_blank_values=True)
    if url.hostname == "api.other.test":
        body = {"faked": url.path, "method": request.method, "cookie": request.headers.get("cookie")}
        return httpx.Response(200, json=body, request=request)
    if url.hostname == "cors.other.test":
        allow = query.get("allow")
        headers = {"content-type": "text/plain;charset=UTF-8"}
        if allow:
            headers["access-control-allow-origin"] = allow[0]
        return httpx.Response(200, text="cross", headers=headers, request=request)
    if "hook" in query:
        request.headers["x-hooked"] = event.route.id or "none"
    return await fetch(request)
