from lib.server.jar import run


def load(event):
    return {"done": run(event)}
