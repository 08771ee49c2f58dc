"""What people send about themselves."""

from pydantic import BaseModel

from lib.server.views import Density, Theme
from lib.validations.fields import Email, NewPassword, Password, PersonName, Team, Title


class Login(BaseModel):
    """Email and password. The password is checked, not judged."""

    email: Email
    password: Password


class Profile(BaseModel):
    """How somebody appears to the others."""

    name: PersonName
    email: Email
    title: Title = ""
    team: Team = ""


class ChangePassword(BaseModel):
    """The present password, and the next one."""

    current_password: Password
    new_password: NewPassword


class Appearance(BaseModel):
    """How the workspace looks for one person, and the page to show it on; settings, if empty."""

    theme: Theme = "system"
    density: Density = "comfortable"
    return_to: str = ""
