from typing import NoReturn, TypedDict

from lissome import ActionFailure, RequestEvent, ServerLoadEvent, action, fail, redirect

from lib.server import auth, session
from lib.server.flash import set_flash
from lib.server.paths import local_path
from lib.server.refusals import Refused, refused
from lib.server.services import user_service
from lib.server.services.user_service import EmailTaken
from lib.validations.account import Appearance, ChangePassword, Profile


class ProfileView(TypedDict):
    """What one may change about oneself."""

    name: str
    email: str
    title: str
    team: str


class SettingsData(TypedDict):
    """The profile as it is, and the teams there are."""

    profile: ProfileView
    teams: list[str]


async def load(event: ServerLoadEvent) -> SettingsData:
    user = session.require_user(event)
    return {
        "profile": {"name": user.name, "email": user.email, "title": user.title, "team": user.team},
        "teams": await user_service.teams(),
    }


def saved(event: RequestEvent, message: str) -> NoReturn:
    """Redirect after post: reloading the page does not send the form again."""
    set_flash(event, message)
    redirect(303, "/settings")


@action
async def profile(event: RequestEvent, form: Profile) -> ActionFailure[Refused]:
    try:
        await user_service.save_profile(form, session.require_user(event))
    except EmailTaken:
        return fail(400, refused(form, email="Somebody else here uses this address."))
    saved(event, "Your profile is saved.")


@action
async def password(event: RequestEvent, form: ChangePassword) -> ActionFailure[Refused]:
    user = session.require_user(event)
    current = await user_service.password_hash(user.id)
    if not await auth.verify_password(form.current_password, current):
        return fail(400, Refused(errors={"current_password": "This is not your present password."}))
    await user_service.set_password_hash(user.id, await auth.hash_password(form.new_password))
    # Whoever else had a session may have had it with the old password.
    await auth.end_all_sessions(user.id)
    await session.sign_in(event, user.id)
    saved(event, "Your password is changed. Other browsers are signed out.")


@action
async def appearance(event: RequestEvent, form: Appearance) -> NoReturn:
    await user_service.save_appearance(form, session.require_user(event))
    if form.return_to:
        redirect(303, local_path(form.return_to, "/settings"))
    saved(event, "Your appearance is saved.")
