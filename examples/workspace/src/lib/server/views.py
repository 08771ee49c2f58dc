"""What pages and the API see of the tables: plain data, without anything secret."""

from datetime import datetime
from typing import Literal, TypedDict, cast

from lib.server.models import Activity, User

Role = Literal["admin", "member", "viewer"]
Status = Literal["active", "invited", "paused"]
Theme = Literal["system", "light", "dark"]
Density = Literal["comfortable", "compact"]


class UserView(TypedDict):
    """A person, as shown in the browser."""

    id: int
    name: str
    email: str
    title: str
    team: str
    role: Role
    status: Status
    created_at: datetime
    last_seen_at: datetime | None


class ActivityView(TypedDict):
    """One line of the recent activity."""

    id: int
    actor: str
    kind: str
    subject: str
    at: datetime


def user_view(user: User) -> UserView:
    """The public half of a row."""
    return {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "title": user.title,
        "team": user.team,
        "role": cast("Role", user.role),
        "status": cast("Status", user.status),
        "created_at": user.created_at,
        "last_seen_at": user.last_seen_at,
    }


def activity_view(activity: Activity) -> ActivityView:
    """One row, without ids of people."""
    return {
        "id": activity.id,
        "actor": activity.actor_name,
        "kind": activity.kind,
        "subject": activity.subject,
        "at": activity.created_at,
    }
