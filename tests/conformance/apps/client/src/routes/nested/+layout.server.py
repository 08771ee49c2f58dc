from lissome import error


def load(event):
    fail = event.url.search_params.get("fail")
    if fail == "layout":
        error(403, "no entry")
    if fail == "secret":
        raise RuntimeError("secret")
