def load(event):
    return {"here": True}
