import re

from lissome import fail


async def send(event):
    form = await event.request.form()
    values = {key: form.get(key, "") for key in ("name", "email", "company")}
    errors = {}
    if len(values["name"]) < 2:
        errors["name"] = "A name is required"
    if not re.fullmatch(r"\S+@\S+", values["email"]):
        errors["email"] = "An email is required"
    return fail(400, {"errors": errors, **values}) if errors else {"sent": True}


actions = {"send": send}
