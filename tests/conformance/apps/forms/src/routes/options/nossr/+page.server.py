def load(event):
    event.set_headers({"x-loaded": "yes"})
    return {"server": True}
