def load(event):
    event.set_headers({"x-layout": "1"})
    if event.url.search_params.has("fail"):
        raise RuntimeError("at once")
    return {"layout": 1}
