from typing import TypedDict

from lissome import ActionFailure, fail, redirect
from sqlalchemy import select

from lib.server import passwords, sessions
from lib.server.accounts import Login
from lib.server.app import Event
from lib.server.models import User


class Refusal(TypedDict):
    """The sign-in was refused."""

    message: str
    values: dict[str, str]


async def sign_in(event: Event, form: Login) -> ActionFailure[Refusal]:
    async with event.app.sessions() as session:
        user = await session.scalar(select(User).where(User.email == form.email))
    password_hash = user.password_hash if user else None
    if not await passwords.verify(form.password.get_secret_value(), password_hash) or user is None:
        message = "That email and password do not belong together."
        return fail(400, Refusal(message=message, values={"email": form.email}))
    await sessions.sign_in(event, user.id)
    wanted = event.url.search_params.get("redirect_to") or "/notes"
    redirect(303, wanted if wanted.startswith("/") else "/notes")


actions = {"default": sign_in}
