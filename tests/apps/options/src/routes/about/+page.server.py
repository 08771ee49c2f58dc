from lissome import PageServerLoadEvent

trailing_slash = "always"


def load(event: PageServerLoadEvent) -> dict[str, str]:
    return {"path": event.url.pathname}
