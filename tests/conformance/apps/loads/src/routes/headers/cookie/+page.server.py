def load(event):
    event.set_headers({"set-cookie": "a=b"})
