from lib.server.visits import count


def load(event):
    return {"server": count(event, "universal")}
