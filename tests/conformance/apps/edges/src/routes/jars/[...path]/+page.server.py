from lib.server.jar import run

trailing_slash = "always"


def load(event):
    return {"done": run(event)}
