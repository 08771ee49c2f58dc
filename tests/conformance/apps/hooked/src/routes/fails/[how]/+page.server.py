from lissome import error, redirect


def load(event):
    how = event.params["how"]
    if how == "app":
        error(403, "no", extra=1)
    if how == "unknown":
        raise RuntimeError("secret")
    if how == "redirect":
        redirect(302, "/about")


def action_throw(event):
    raise RuntimeError("secret")


def action_error(event):
    error(422, "action error")


actions = {"throw": action_throw, "error": action_error}
