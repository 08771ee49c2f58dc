from lissome import error, redirect


def load(event):
    how = event.params["how"]
    if how == "expected":
        error(410, "gone", hint="look elsewhere")
    if how == "unknown":
        raise RuntimeError("secret")
    if how == "moved":
        redirect(307, "../plain/moved")
    if how == "around":
        redirect(307, "../fails/moved")
    if how == "away":
        redirect(307, "http://localhost:1/", external=True)
    if how == "loop":
        redirect(307, "../fails/loop")
