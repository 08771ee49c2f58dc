from lib.server.visits import count


def load(event):
    return {"id": event.params["id"], "outer": count(event, "outer")}
