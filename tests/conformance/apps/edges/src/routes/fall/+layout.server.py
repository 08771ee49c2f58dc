from lib.server.run import run


def load(event):
    return run(event, "s1")
