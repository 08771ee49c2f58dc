from datetime import datetime
from typing import Any, NoReturn, TypedDict

from lissome import ActionFailure, RequestEvent, ServerLoadEvent, error, fail, redirect

from lib.server import permissions, session
from lib.server.flash import set_flash
from lib.server.models import now
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed
from lib.server.views import Role, UserView
from lib.validations.user import UpdateUser


class UserData(TypedDict):
    """A person, and what the one who looks may do with them."""

    now: datetime
    person: UserView
    roles: list[Role]
    teams: list[str]
    may_edit: bool
    may_remove: bool


def user_id(event: RequestEvent) -> int:
    """The id in the path.

    Raises:
        HttpError: 404, it is no id.
    """
    text: str = event.params["id"]
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        nobody()
    return int(text)


def nobody() -> NoReturn:
    error(404, "There is nobody here under this address.")


async def load(event: ServerLoadEvent) -> UserData:
    actor = session.require_user(event)
    person = await user_service.get(user_id(event)) or nobody()
    return {
        "now": now(),
        "person": person,
        "roles": list(permissions.assignable_roles(actor)),
        "teams": await user_service.teams(),
        "may_edit": permissions.may_edit(actor, person["role"]),
        "may_remove": permissions.may_remove(actor, person["id"]),
    }


async def update(event: RequestEvent, form: UpdateUser) -> ActionFailure[dict[str, Any]]:
    try:
        person = await user_service.update(user_id(event), form, session.require_user(event)) or nobody()
    except EmailTaken:
        errors = {"email": "Somebody else has this address."}
        return fail(400, {"errors": errors, "values": form.model_dump()})
    except NotAllowed as refusal:
        return fail(403, {"message": str(refusal), "values": form.model_dump()})
    set_flash(event, f"{person['name']} is saved.")
    redirect(303, "/users")


async def remove(event: RequestEvent) -> ActionFailure[dict[str, Any]]:
    try:
        person = await user_service.remove(user_id(event), session.require_user(event)) or nobody()
    except NotAllowed as refusal:
        return fail(403, {"message": str(refusal)})
    set_flash(event, f"{person['name']} is removed.")
    redirect(303, "/users")


actions = {"update": update, "delete": remove}
