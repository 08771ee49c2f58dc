def load(event):
    event.set_headers({"x-one": "1"})
    event.set_headers({"X-One": "2"})
