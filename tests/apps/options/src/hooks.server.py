from lissome import URL, RequestEvent, Resolve, Response


def reroute(url: URL) -> str | None:
    if url.pathname == "/app/reroute-fails":
        raise RuntimeError("reroute failed")
    return url.pathname.replace("/ueber-uns", "/about") if "/ueber-uns" in url.pathname else None


async def handle(event: RequestEvent, resolve: Resolve) -> Response:
    response = await resolve(event)
    response.headers["x-handled"] = "1"
    return response
