"""What may be said about people, in forms and in the API."""

from pydantic import BaseModel, ConfigDict, Field

from lib.server.views import Role, Status
from lib.validations.fields import Email, PersonName, Team, Title


class Search(BaseModel):
    """The query of the API: `?q=mara&role=admin&team=Design&page=2&per_page=50`."""

    q: str = ""
    role: str = ""
    team: str = ""
    page: int = Field(default=1, ge=1, le=1_000_000)
    per_page: int = Field(default=12, ge=1, le=100)


class CreateUser(BaseModel):
    """A new person."""

    model_config = ConfigDict(extra="forbid")

    name: PersonName
    email: Email
    title: Title = ""
    team: Team = ""
    role: Role = "member"


class UpdateUser(CreateUser):
    """A whole person, as the edit form sends it."""

    status: Status = "active"


class PatchUser(BaseModel):
    """Some members of a person; those left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    name: PersonName | None = None
    email: Email | None = None
    title: Title | None = None
    team: Team | None = None
    role: Role | None = None
    status: Status | None = None
