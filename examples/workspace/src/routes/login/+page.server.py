from typing import Any, TypedDict

from lissome import ActionFailure, RequestEvent, ServerLoadEvent, fail, redirect

from lib.server import auth, config, demo, session
from lib.server.demo import DemoLogin
from lib.server.paths import local_path
from lib.validations.account import Login


class LoginData(TypedDict):
    """The accounts that one may try."""

    demo_logins: list[DemoLogin]
    demo_password: str


def destination(event: RequestEvent) -> str:
    """Where to go after signing in."""
    return local_path(event.url.search_params.get("redirect_to"), "/dashboard")


async def load(event: ServerLoadEvent) -> LoginData:
    if event.locals.user is not None:
        redirect(303, destination(event))
    if not config.shows_demo_logins():
        return {"demo_logins": [], "demo_password": ""}
    return {"demo_logins": list(demo.LOGINS), "demo_password": demo.PASSWORD}


async def sign_in(event: RequestEvent, form: Login) -> ActionFailure[dict[str, Any]]:
    user_id = await auth.authenticate(form.email, form.password)
    if user_id is None:
        message = "That email and password do not belong together."
        return fail(400, {"message": message, "values": {"email": form.email}})
    await session.sign_in(event, user_id)
    redirect(303, destination(event))


actions = {"default": sign_in}
