from lissome import RequestEvent


def GET(event: RequestEvent) -> dict[str, str]:
    return {"client": event.get_client_address(), "url": event.url.href}


def POST(event: RequestEvent) -> dict[str, str]:
    return {"client": event.get_client_address(), "url": event.url.href}
