def load(event):
    return {"layout": "root"}
