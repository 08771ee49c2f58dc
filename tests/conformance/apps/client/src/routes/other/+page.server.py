from datetime import UTC, datetime

from lib.server.point import Point
from lib.server.visits import count

from lissome import error, fail, redirect


def load(event):
    return {"ran": count(event, "forms")}


async def act(event):
    form = await event.request.form()
    how = form.get("how")
    event.cookies.set("acted", "nothing" if how is None else how)
    if how == "fail":
        return fail(400, {"wrong": "name", "name": form.get("name")})
    if how == "conflict":
        return fail(409, {"point": Point(1, 2)})
    if how == "redirect":
        redirect(303, "/plain/moved")
    if how == "away":
        redirect(303, "http://localhost:1/", external=True)
    if how == "same":
        redirect(303, "/forms")
    if how == "error":
        error(418, "teapot", size=2)
    if how == "throw":
        raise RuntimeError("secret")
    if how == "nothing":
        return None
    file = form.get("file")
    sent = file and [file.filename, file.size, (await file.read()).decode()]
    return {"name": form.get("name"), "when": datetime(1970, 1, 1, tzinfo=UTC), "file": sent}


actions = {"act": act, "second": lambda _event: {"second": True}}
