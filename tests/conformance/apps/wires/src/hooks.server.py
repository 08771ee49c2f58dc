from urllib.parse import parse_qs, urlsplit

import httpx

from lissome import Response, error, redirect, sequence


def mark(name):
    return lambda html: html.replace("</body>", f"<!--#{name}--></body>")


async def second_mark(html):
    return mark("second")(html)


def throw(_event=None):
    raise RuntimeError("secret")


def cookie_redirect(event):
    event.cookies.set("by", "handle")
    redirect(302, "/h/plain")


ACT = {
    "throw": throw,
    "error": lambda _event: error(451, "by handle", more=1),
    "redirect": lambda _event: redirect(303, "/h/plain?from=handle"),
    "external": lambda _event: redirect(307, "https://other.test/", external=True),
    "response": lambda _event: Response("own", 299, {"x-own": "1", "content-type": "text/plain"}),
    "location": lambda _event: Response(None, 302, {"location": "/h/plain"}),
    "notmodified": lambda _event: Response(None, 304, {"location": "/x"}),
    "cookieredirect": cookie_redirect,
}


def first_options(query):
    options = {}
    if query.has("chunk1"):
        options["transform_page_chunk"] = mark("first")
    if query.has("empty"):
        options["transform_page_chunk"] = lambda _html: None
    if query.has("filter1"):
        options["filter_serialized_response_headers"] = lambda name, _value: name == "x-one"
    if query.has("preload1"):
        options["preload"] = lambda file: file["type"] == "css"
    return options


async def first(event, resolve):
    query = event.url.search_params
    how = query.get("first")
    event.locals.order = ["first"]
    if how in ACT:
        return ACT[how](event)
    if how == "headersfirst":
        event.set_headers({"x-early": "1"})
    response = await resolve(event, **first_options(query))
    if how == "after":
        throw()
    if how == "errorafter":
        error(410, "after")
    if how == "redirectafter":
        redirect(307, "/h/plain")
    if how == "twice":
        return await resolve(event)
    if how == "status":
        response.status_code = 207
        return response
    if how == "delete":
        del response.headers["etag"]
    if how == "replace":
        response.headers["content-type"] = "text/html; charset=utf-8"
    if how == "etag":
        response.headers["etag"] = '"mine"'
    if how == "append":
        response.headers.append("set-cookie", "raw=1; Path=/")
    response.headers["x-order"] = ",".join(event.locals.order)
    response.headers["x-status"] = str(response.status_code)
    return response


async def second(event, resolve):
    query = event.url.search_params
    event.locals.order.append("second")
    how = query.get("second")
    if how in ACT:
        return ACT[how](event)
    options = {}
    if query.has("chunk2"):
        options["transform_page_chunk"] = second_mark
    if query.has("filter2"):
        options["filter_serialized_response_headers"] = lambda _name, _value: True
    if query.has("preload2"):
        options["preload"] = lambda _file: True
    response = await resolve(event, **options)
    event.locals.order.append("out")
    return response


handle = sequence(first, second)


async def handle_fetch(*, event, request, fetch):
    url = urlsplit(str(request.url))
    how = parse_qs(url.query).get("fetch", [None])[0]
    if how == "rewrite":
        target = f"{url.scheme}://{url.netloc}/e/echo?rewritten"
        return await fetch(
            httpx.Request(request.method, target, headers=request.headers, content=await request.aread())
        )
    if how == "fake":
        return httpx.Response(200, json={"faked": request.method}, headers={"x-one": "1", "age": "2"})
    if how == "throw":
        throw()
    if how == "error":
        error(424, "dependency")
    if how == "redirect":
        redirect(307, "/h/plain")
    if how == "header":
        request.headers["x-own"] = f"by {event.route.id}"
    if how == "origin":
        request.headers["origin"] = "https://made.test"
    if how == "twice":
        await fetch(request)
    if (url.hostname or "").endswith("other.test"):
        headers = {"access-control-allow-origin": "*", "x-one": "1"}
        sent = {name: request.headers.get(name) for name in ("cookie", "origin", "authorization", "x-own")}
        return httpx.Response(200, json={"host": url.netloc, "sent": sent}, headers=headers)
    return await fetch(request)


def handle_error(caught):
    event = caught.event
    return {"kind": caught.kind, "at": event.route.id, "sub": event.is_sub_request}
