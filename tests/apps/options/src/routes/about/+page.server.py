from lissome import ServerLoadEvent

trailing_slash = "always"


def load(event: ServerLoadEvent) -> dict[str, str]:
    return {"path": event.url.pathname}
