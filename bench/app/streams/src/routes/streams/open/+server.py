from lib.server.held import held


def GET(event):
    return dict(held)
