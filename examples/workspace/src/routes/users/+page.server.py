from datetime import datetime
from typing import Annotated, TypedDict

from lissome import Query, ServerLoadEvent

from lib.server import permissions, session
from lib.server.models import now
from lib.server.services import user_service
from lib.server.services.user_service import UserPage


class Filters(TypedDict):
    """What the query string asks for."""

    q: str
    role: str
    team: str


class UsersData(TypedDict):
    """One page of the directory."""

    now: datetime
    users: UserPage
    filters: Filters
    teams: list[str]
    may_add: bool


async def load(
    event: ServerLoadEvent,
    q: Annotated[str, Query()] = "",
    role: Annotated[str, Query()] = "",
    team: Annotated[str, Query()] = "",
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> UsersData:
    return {
        "now": now(),
        "users": await user_service.search(q.strip(), role=role, team=team, page=page),
        "filters": {"q": q.strip(), "role": role, "team": team},
        "teams": await user_service.teams(),
        "may_add": permissions.may_add(session.require_user(event)),
    }
