def load(event):
    return {"text": "<policy>"}
