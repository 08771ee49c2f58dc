def GET(event):
    return "plain text"
