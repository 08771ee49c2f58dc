from lissome import error


def load(event):
    error(403, "no")
