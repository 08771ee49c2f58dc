from lissome import fail

EMAIL = (
    r"^(?:[A-Za-z0-9_'+\-]+\.)*[A-Za-z0-9_'+\-]*[A-Za-z0-9_+-]@(?:[A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$"
)
SHAPE = {
    "id": "9yawuu",
    "constraints": {
        "name": {"minlength": 2, "required": True},
        "email": {"pattern": EMAIL, "required": True},
    },
}


def check(data):
    """Return the errors of a form, by field."""
    errors = {}
    if len(data["name"]) < 2:
        errors["name"] = ["Too small: expected string to have >=2 characters"]
    if "@" not in data["email"]:
        errors["email"] = ["Invalid email address"]
    return errors


async def load(event):
    data = {"name": "Ada", "email": ""}
    return {"form": {"id": SHAPE["id"], "valid": False, "posted": False, "errors": {}, "data": data} | SHAPE}


async def default(event):
    form = await event.request.form()
    data = {name: form.get(name, "") for name in ("name", "email")}
    errors = check(data)
    state = {"id": SHAPE["id"], "valid": not errors, "posted": True, "errors": errors, "data": data}
    if errors:
        return fail(400, {"form": state})
    return {"form": {**state, "message": f"Valid form: {data['name']}"}}


actions = {"default": default}
