from lib.server.steps import steps


def load(event):
    return steps(event, "ps")
