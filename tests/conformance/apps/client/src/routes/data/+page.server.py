from lib.server.visits import count


def load(event):
    event.depends("app:data", "/api/number")
    return {"ran": count(event, "data")}
