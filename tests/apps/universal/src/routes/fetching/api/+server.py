import httpx


async def GET(event):
    """What an address answers, with the options that the query names."""
    of, how = (event.url.search_params.get(name) for name in ("of", "how"))
    options = {
        None: {},
        "manual": {"follow_redirects": False},
        "auth": {"auth": httpx.DigestAuth("name", "word")},
        "timeout": {"timeout": 0.1},
    }[how]
    try:
        response = await event.fetch(of, **options)
    except httpx.RequestError as failure:
        return {"failure": type(failure).__name__}
    return {"status": response.status_code, "url": str(response.url), "body": response.text}
