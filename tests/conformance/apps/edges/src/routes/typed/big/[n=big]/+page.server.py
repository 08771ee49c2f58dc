def load(event):
    return {"n": event.params["n"]}
