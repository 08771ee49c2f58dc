from typing import Annotated, TypedDict

from lissome import ActionFailure, Query, RequestEvent, ServerLoadEvent, action, fail, redirect

from lib.server import auth, config, demo, session
from lib.server.demo import DemoLogin
from lib.server.paths import local_path
from lib.server.refusals import Refused
from lib.validations.account import Login


class LoginData(TypedDict):
    """The accounts that one may try."""

    demo_logins: list[DemoLogin]
    demo_password: str


async def load(event: ServerLoadEvent, redirect_to: Annotated[str, Query()] = "") -> LoginData:
    if event.locals.user is not None:
        redirect(303, local_path(redirect_to, "/dashboard"))
    if not config.shows_demo_logins():
        return {"demo_logins": [], "demo_password": ""}
    return {"demo_logins": list(demo.LOGINS), "demo_password": demo.PASSWORD}


@action
async def default(
    event: RequestEvent, form: Login, redirect_to: Annotated[str, Query()] = ""
) -> ActionFailure[Refused]:
    user_id = await auth.authenticate(form.email, form.password)
    if user_id is None:
        message = "That email and password do not belong together."
        return fail(400, Refused(message=message, values={"email": form.email}))
    await session.sign_in(event, user_id)
    redirect(303, local_path(redirect_to, "/dashboard"))
