from typing import Annotated, TypedDict

from lissome import ActionFailure, Query, action, fail, redirect
from sqlalchemy import select

from lib.server import passwords, sessions
from lib.server.accounts import Login
from lib.server.app import Event
from lib.server.models import User


class Refusal(TypedDict):
    """The sign-in was refused."""

    message: str
    values: dict[str, str]


@action
async def default(
    event: Event, form: Login, redirect_to: Annotated[str, Query()] = "/notes"
) -> ActionFailure[Refusal]:
    async with event.app.sessions() as session:
        user = await session.scalar(select(User).where(User.email == form.email))
    password_hash = user.password_hash if user else None
    if not await passwords.verify(form.password.get_secret_value(), password_hash) or user is None:
        message = "That email and password do not belong together."
        return fail(400, Refusal(message=message, values={"email": form.email}))
    await sessions.sign_in(event, user.id)
    redirect(303, redirect_to if redirect_to.startswith("/") else "/notes")
