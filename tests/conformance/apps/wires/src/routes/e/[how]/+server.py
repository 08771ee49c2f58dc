import asyncio

from starlette.responses import StreamingResponse

from lissome import Response, error, fail, json, redirect

PLAIN = {"content-type": "text/plain"}


async def chunks(*texts):
    for text in texts:
        yield text.encode()
        await asyncio.sleep(0.005)


def multi(_event):
    response = Response("multi", headers=PLAIN)
    response.headers.append("set-cookie", "a=1; Path=/")
    response.headers.append("set-cookie", "b=2")
    return response


def both(event):
    event.cookies.set("c", "1")
    event.set_headers({"x-set": "event", "X-Both": "event"})
    return Response("both", headers={"x-both": "own", "set-cookie": "own=1", **PLAIN})


def content_type(event):
    event.set_headers({"content-type": "text/css"})
    return Response("x", headers=PLAIN)


def timing(event):
    event.set_headers({"server-timing": "a"})
    event.set_headers({"Server-Timing": "b"})
    return Response("x", headers=PLAIN)


def dup(event):
    event.set_headers({"x-dup": "a"})
    event.set_headers({"X-Dup": "b"})


def before(event):
    event.set_headers({"x-before": "1"})
    event.cookies.set("before", "1")


def erring(event):
    before(event)
    error(422, "un</script>processable", list=[1])


def redirecting(event):
    before(event)
    redirect(308, "/h/plain?x=%C3%A9#y")


def throw(_event):
    raise RuntimeError("secret")


def etag(event):
    event.set_headers(
        {
            "etag": '"by event"',
            "cache-control": "no-cache",
            "expires": "Thu, 01 Jan 1970 00:00:00 GMT",
            "vary": "x",
            "x-gone": "1",
        }
    )
    return Response("x", headers=PLAIN)


def who(event):
    return json(
        {
            "params": event.params,
            "href": event.url.href,
            "id": event.route.id,
            "isSubRequest": event.is_sub_request,
            "isDataRequest": event.is_data_request,
            "order": event.locals.order,
        }
    )


ENDS = {
    "null200": lambda _event: Response(None, headers={"x-a": "1"}),
    "empty": lambda _event: Response("", headers=PLAIN),
    "s201": lambda _event: Response("made", 201, {"location": "/e/x", **PLAIN}),
    "s204": lambda _event: Response(None, 204, {"x-a": "1"}),
    "s205": lambda _event: Response(None, 205),
    "s304": lambda _event: Response(None, 304, {"etag": '"e"'}),
    "s404": lambda _event: Response("none", 404, PLAIN),
    "s500": lambda _event: Response("bad", 500, PLAIN),
    "bytes": lambda _event: bytes([0, 255, 10]),
    "stream": lambda _event: StreamingResponse(
        chunks("a", "b", "ü"), headers={"content-type": "text/plain; charset=utf-8"}
    ),
    "sse": lambda _event: StreamingResponse(
        chunks("data: 1\n\n", ": c\n\n"), headers={"content-type": "text/event-stream"}
    ),
    "multi": multi,
    "both": both,
    "type": content_type,
    "timing": timing,
    "dup": dup,
    "setcookie": lambda event: event.set_headers({"Set-Cookie": "a=1"}),
    "error": erring,
    "redirect": redirecting,
    "throw": throw,
    "throwtext": throw,
    "fail": lambda _event: fail(400, {"a": 1}),
    "location": lambda _event: Response(None, 307, {"location": "//other.test/x"}),
    "etag": etag,
    "who": who,
    "long": lambda _event: Response("line of text\n" * 20000, headers=PLAIN),
    "html": lambda _event: Response("<h1>ü</h1>", headers={"content-type": "text/html"}),
}


def GET(event):
    return ENDS[event.params["how"]](event)


POST = GET
