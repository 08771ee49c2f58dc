from lissome import error


def load(event):
    error(404, "after the layout began to stream")
