from lissome import RequestEvent


async def GET(event: RequestEvent) -> dict[str, object]:
    return {"city": event.url.search_params.get("city"), "sky": "snow"}
