from datetime import UTC, datetime

from lissome import error, fail, redirect


def load(event):
    return {"loaded": True}


async def default(event):
    form = await event.request.form()
    how = form.get("how")
    event.cookies.set("posted", "null" if how is None else how)
    event.set_headers({"x-posted": "null" if how is None else how})
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    if how == "fail":
        return fail(422, {"missing": True, "how": how})
    if how == "fail400":
        return fail(400, {"list": [1, 2], "date": epoch})
    if how == "failempty":
        return fail(400, {})
    if how == "failnull":
        return fail(400, None)
    if how == "redirect":
        redirect(303, "/actions/default?done=1")
    if how == "redirect307":
        redirect(307, "/actions/named")
    if how == "error":
        error(418, "teapot", code=1)
    if how == "throw":
        raise RuntimeError("secret")
    if how in {"nothing", "null"}:
        return None
    if how == "falsy":
        return 0
    if how == "emptystring":
        return ""
    if how == "empty":
        return {}
    if how == "types":
        return {"date": epoch, "set": {1}, "big": 10**20, "nan": float("nan")}
    if how == "bad":
        return {"fn": lambda: 1}
    if how == "text":
        return "just a text"
    if how == "list":
        return [1, 2]
    if how == "url":
        return {"url": event.url.pathname + event.url.search}
    if how == "script":
        return {"text": "</script><b>"}
    return {"fields": [[key, value] for key, value in form.multi_items()]}


actions = {"default": default}
