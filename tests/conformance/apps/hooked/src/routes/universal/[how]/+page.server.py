def load(event):
    event.cookies.set("server", "first")
    return {"server": event.params["how"]}
