from lissome import error


def load(event):
    kind = event.params["kind"]
    event.cookies.set("seen", kind)
    event.set_headers({"x-before": "error"})
    if kind == "status":
        error(402)
    if kind == "message":
        error(403, 'not <you> & "them"')
    if kind == "props":
        error(409, "taken", code="TAKEN", tries=3)
    if kind == "gone":
        error(410, "gone")
    if kind == "server":
        error(503, "busy")
    if kind in {"thrown", "string"}:
        raise ValueError("a secret")
    if kind == "invalid":
        error(200, "no error at all")
