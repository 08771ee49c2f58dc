trailing_slash = "always"


def load(event):
    event.cookies.set("here", "1", path="")
