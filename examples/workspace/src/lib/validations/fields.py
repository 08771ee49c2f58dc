"""Field types with messages that a person can act on."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

# What browsers accept in <input type="email">, and a dot in the domain:
# https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def filled(value: str, label: str, longest: int) -> str:
    """Refuse nothing at all and far too much."""
    if not value:
        raise PydanticCustomError("empty", "{label} is needed.", {"label": label})
    return bounded(value, label, longest)


def bounded(value: str, label: str, longest: int) -> str:
    """Refuse far too much."""
    if len(value) > longest:
        raise PydanticCustomError(
            "too_long", "{label} can have at most {longest} characters.", {"label": label, "longest": longest}
        )
    return value


def _email(value: str) -> str:
    filled(value, "An email address", 254)
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("email", "Write an email address such as name@company.com.")
    return value


def _new_password(value: str) -> str:
    if len(value) < 10:
        raise PydanticCustomError("too_short", "Use at least 10 characters.")
    return bounded(value, "A password", 200)


UserId = Annotated[int, Field(ge=1, lt=2**31)]
"""The id of a person, as it stands in paths."""

_Stripped = StringConstraints(strip_whitespace=True)

Email = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True), AfterValidator(_email)]
PersonName = Annotated[str, _Stripped, AfterValidator(lambda value: filled(value, "A name", 80))]
Title = Annotated[str, _Stripped, AfterValidator(lambda value: bounded(value, "A job title", 80))]
Team = Annotated[str, _Stripped, AfterValidator(lambda value: bounded(value, "A team", 40))]
Password = Annotated[str, AfterValidator(lambda value: filled(value, "A password", 200))]
NewPassword = Annotated[str, AfterValidator(_new_password)]
