def GET(event):
    return bytes([0, 200, 255, 60])
