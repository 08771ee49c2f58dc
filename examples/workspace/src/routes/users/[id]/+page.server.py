from datetime import datetime
from typing import NoReturn, TypedDict

from lissome import ActionFailure, RequestEvent, ServerLoadEvent, action, error, fail, redirect

from lib.server import permissions, session
from lib.server.flash import set_flash
from lib.server.models import now
from lib.server.refusals import Refused, refused
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed
from lib.server.views import Role, UserView
from lib.validations.fields import UserId
from lib.validations.user import UpdateUser


class UserData(TypedDict):
    """A person, and what the one who looks may do with them."""

    now: datetime
    person: UserView
    roles: list[Role]
    teams: list[str]
    may_edit: bool
    may_remove: bool


def nobody() -> NoReturn:
    error(404, "There is nobody here under this address.")


async def load(event: ServerLoadEvent, id: UserId) -> UserData:
    actor = session.require_user(event)
    person = await user_service.get(id) or nobody()
    return {
        "now": now(),
        "person": person,
        "roles": list(permissions.assignable_roles(actor)),
        "teams": await user_service.teams(),
        "may_edit": permissions.may_edit(actor, person["role"]),
        "may_remove": permissions.may_remove(actor, person["id"]),
    }


@action
async def update(event: RequestEvent, id: UserId, form: UpdateUser) -> ActionFailure[Refused]:
    try:
        person = await user_service.update(id, form, session.require_user(event)) or nobody()
    except EmailTaken:
        return fail(400, refused(form, email="Somebody else has this address."))
    except NotAllowed as refusal:
        return fail(403, refused(form, str(refusal)))
    set_flash(event, f"{person['name']} is saved.")
    redirect(303, "/users")


@action
async def delete(event: RequestEvent, id: UserId) -> ActionFailure[Refused]:
    try:
        person = await user_service.remove(id, session.require_user(event)) or nobody()
    except NotAllowed as refusal:
        return fail(403, Refused(message=str(refusal)))
    set_flash(event, f"{person['name']} is removed.")
    redirect(303, "/users")
