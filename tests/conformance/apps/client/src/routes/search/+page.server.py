from lib.server.visits import count


def load(event):
    return {"q": event.url.search_params.get("q"), "ran": count(event, "search")}
