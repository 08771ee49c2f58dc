from datetime import datetime
from typing import TypedDict

from lissome import ServerLoadEvent

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


def page_number(text: str | None) -> int:
    """A page from a query string; anything odd is the first."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 1


async def load(event: ServerLoadEvent) -> UsersData:
    query = event.url.search_params
    filters: Filters = {
        "q": (query.get("q") or "").strip(),
        "role": query.get("role") or "",
        "team": query.get("team") or "",
    }
    return {
        "now": now(),
        "users": await user_service.search(
            filters["q"], role=filters["role"], team=filters["team"], page=page_number(query.get("page"))
        ),
        "filters": filters,
        "teams": await user_service.teams(),
        "may_add": permissions.may_add(session.require_user(event)),
    }
