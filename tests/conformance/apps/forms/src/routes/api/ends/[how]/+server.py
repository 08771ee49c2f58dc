import asyncio

from starlette.responses import StreamingResponse

from lissome import Response, error, json, redirect, text


async def parts():
    for part in ("one ", "two ", "three"):
        yield part.encode()
        await asyncio.sleep(0.005)


async def events():
    yield b"data: 1\n\ndata: 2\n\n"


def GET(event):
    how = event.params["how"]
    event.cookies.set("how", how)
    if how == "setheaders":
        event.set_headers({"x-set": "yes", "cache-control": "max-age=5"})
    if how == "error":
        error(404, "no such <thing>")
    if how == "errorprops":
        error(409, "conflict", code="X")
    if how == "throw":
        raise RuntimeError("secret")
    if how == "redirect":
        redirect(302, "/elsewhere")
    if how == "json":
        return json({"a": [1, "é", None]})
    if how == "jsonstatus":
        return json({"made": True}, status=201, headers={"x-more": "1"})
    if how == "text":
        return text("plain é")
    if how == "empty":
        return Response(status_code=204)
    if how == "html":
        return Response("<h1>hi</h1>", headers={"content-type": "text/html"})
    if how == "status":
        return text("teapot", status=418)
    if how == "location":
        return Response(status_code=303, headers={"location": "/x"})
    if how == "etag":
        return text("tagged", headers={"etag": '"v1"', "cache-control": "no-cache"})
    if how == "weak":
        return text("tagged", headers={"etag": 'W/"v1"', "x-gone": "1"})
    if how == "bytes":
        return bytes([0, 255, 1])
    if how == "nothing":
        return None
    if how == "cookies":
        response = text("ok")
        response.headers.append("set-cookie", "a=1")
        response.headers.append("set-cookie", "b=2; Path=/b")
        return response
    if how == "stream":
        return StreamingResponse(parts(), headers={"content-type": "text/plain"})
    if how == "events":
        headers = {"content-type": "text/event-stream", "cache-control": "no-cache"}
        return StreamingResponse(events(), headers=headers)
    return text(f"how is {how}")
