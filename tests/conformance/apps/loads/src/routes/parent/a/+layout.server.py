def load(event):
    return {"two": 2, "shared": "a"}
