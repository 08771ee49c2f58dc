from lissome import Response

BYTES = bytes(range(256))


async def GET(event):
    """A text."""
    return Response("text", headers={"content-type": "text/plain"})


async def POST(event):
    """What was sent, or bytes that are no text."""
    body = await event.request.body()
    return Response(BYTES if body == b"bytes" else body.hex())
