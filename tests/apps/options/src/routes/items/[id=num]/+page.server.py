from lissome import ServerLoadEvent, error


def load(event: ServerLoadEvent) -> dict[str, object]:
    if event.params["id"] == 404:
        error(404, "no such item")
    return {"id": event.params["id"], "next": event.params["id"] + 1}
