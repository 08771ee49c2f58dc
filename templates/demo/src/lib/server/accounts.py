"""What people send to register and to sign in."""

from typing import Annotated

from pydantic import BaseModel, Field, SecretStr, StringConstraints

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
    ),
]


class Login(BaseModel):
    """The password is checked, and not judged."""

    email: Email
    password: Annotated[SecretStr, Field(min_length=1, max_length=200)]


class Registration(BaseModel):
    """A new account."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    email: Email
    password: Annotated[SecretStr, Field(min_length=10, max_length=200)]
