from lissome import json

FORMS = {"multipart/form-data", "application/x-www-form-urlencoded"}


async def described(value):
    if isinstance(value, str):
        return value
    return [value.filename, value.content_type, (await value.read()).decode()]


async def fallback(event):
    request = event.request
    kind = request.headers.get("content-type", "").split(";")[0]
    answer = {"method": request.method, "type": kind, "own": request.headers.get("x-own")}
    if kind not in FORMS:
        return json({**answer, "bytes": list(await request.body())})
    form = await request.form()
    fields = [[name, await described(value)] for name, value in form.multi_items()]
    return json({**answer, "fields": fields})
