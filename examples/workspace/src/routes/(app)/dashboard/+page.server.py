from collections.abc import Awaitable
from datetime import datetime
from typing import TypedDict

from lissome import ServerLoadEvent

from lib.server.models import now
from lib.server.services import dashboard_service
from lib.server.services.dashboard_service import Stats
from lib.server.views import ActivityView


class DashboardData(TypedDict):
    """The figures come with the page, the activity when it is there."""

    now: datetime
    stats: Stats
    recent_activity: list[ActivityView] | Awaitable[list[ActivityView]]


async def load(event: ServerLoadEvent) -> DashboardData:
    stats = await dashboard_service.dashboard_stats()
    activity = dashboard_service.recent_activity()
    # Streaming needs a script in the page. The link inside <noscript> asks for everything at once.
    if event.url.search_params.get("activity") == "inline":
        return {"now": now(), "stats": stats, "recent_activity": await activity}
    return {"now": now(), "stats": stats, "recent_activity": activity}  # not awaited: streamed
