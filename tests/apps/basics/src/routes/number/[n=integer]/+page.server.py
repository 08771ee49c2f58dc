async def load(event):
    return {"n": event.params["n"], "kind": type(event.params["n"]).__name__}
