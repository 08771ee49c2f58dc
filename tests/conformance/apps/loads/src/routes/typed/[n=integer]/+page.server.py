def load(event):
    n = event.params["n"]
    return {"n": n, "type": "number" if isinstance(n, int) else "string"}
