from lib.server.visits import count


def load(event):
    event.depends("app:layout")
    return {"layout": count(event, "layout")}
