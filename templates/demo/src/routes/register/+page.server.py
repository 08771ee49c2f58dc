from typing import TypedDict

from lissome import ActionFailure, action, fail, redirect
from sqlalchemy.exc import IntegrityError

from lib.server import passwords, sessions
from lib.server.accounts import Registration
from lib.server.app import Event
from lib.server.models import User


class Refusal(TypedDict):
    """The registration was refused."""

    errors: dict[str, str]
    values: dict[str, str]


@action
async def default(event: Event, form: Registration) -> ActionFailure[Refusal]:
    password_hash = await passwords.hash_password(form.password.get_secret_value())
    user = User(name=form.name, email=form.email, password_hash=password_hash)
    try:
        async with event.app.sessions.begin() as session:
            session.add(user)
    except IntegrityError:
        errors = {"email": "Somebody has registered with this address already."}
        values = {"name": form.name, "email": form.email}
        return fail(409, Refusal(errors=errors, values=values))
    await sessions.sign_in(event, user.id)
    redirect(303, "/notes")
