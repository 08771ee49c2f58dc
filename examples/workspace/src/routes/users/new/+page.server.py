from typing import TypedDict

from lissome import ActionFailure, RequestEvent, ServerLoadEvent, action, error, fail, redirect

from lib.server import permissions, session
from lib.server.flash import set_flash
from lib.server.refusals import Refused, refused
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken, NotAllowed
from lib.server.views import Role
from lib.validations.user import CreateUser


class NewUserData(TypedDict):
    """What the form offers."""

    roles: list[Role]
    teams: list[str]


async def load(event: ServerLoadEvent) -> NewUserData:
    user = session.require_user(event)
    if not permissions.may_add(user):
        error(403, "Viewers cannot add people. Ask an admin to.")
    return {"roles": list(permissions.assignable_roles(user)), "teams": await user_service.teams()}


@action
async def default(event: RequestEvent, form: CreateUser) -> ActionFailure[Refused]:
    try:
        user = await user_service.create(form, session.require_user(event))
    except EmailTaken:
        return fail(400, refused(form, email="Somebody with this address is here already."))
    except NotAllowed as refusal:
        error(403, str(refusal))
    set_flash(event, f"{user['name']} is invited.")
    redirect(303, "/users")
