def load(event):
    return {"server": True}
