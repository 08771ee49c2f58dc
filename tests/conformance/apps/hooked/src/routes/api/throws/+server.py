def GET(event):
    raise RuntimeError("secret")
