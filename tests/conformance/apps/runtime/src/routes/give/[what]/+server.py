import asyncio

from starlette.responses import StreamingResponse

from lissome import Response

PARTS = (
    '--XX\r\nContent-Disposition: form-data; name="a"\r\n\r\ngrüß\r\n'
    '--XX\r\nContent-Disposition: form-data; name="f"; filename="n.css"\r\n'
    "Content-Type: text/css\r\n\r\nb{}\r\n--XX--\r\n"
)
GIVEN = {
    "text": ("grüß", "text/plain; charset=utf-8"),
    "bytes": (b"\x00\x7f\x80\xff", "image/png"),
    "bom": (b"\xef\xbb\xbfa", "text/plain; charset=utf-8"),
    "latin": (b"a\xe9b", "text/plain; charset=iso-8859-1"),
    "json": ('{"a": [1, "ü"]}', "application/json"),
    "params": ("a=1&b=+%26&a=%C3%BC", "application/x-www-form-urlencoded"),
    "form": (PARTS, "multipart/form-data; boundary=XX"),
    "failed": ('{"error": "no"}', "application/json"),
}


async def chunks():
    for text in ("one ", "twö ", "three"):
        yield text.encode()
        await asyncio.sleep(0.005)


def GET(event):
    what = event.params["what"]
    if what == "nothing":
        return Response(status_code=204)
    own = {"x-own": "given"}
    if what == "stream":
        kind = "text/plain; charset=utf-8"
        return StreamingResponse(chunks(), status_code=203, headers={**own, "content-type": kind})
    body, kind = GIVEN[what]
    status = 422 if what == "failed" else 203
    return Response(body, status_code=status, headers={**own, "content-type": kind})
