def load(event):
    return {"kept": "kept"}
