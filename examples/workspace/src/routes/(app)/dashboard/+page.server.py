from collections.abc import Awaitable
from datetime import datetime
from typing import TypedDict

from lissome import PageServerLoadEvent

from lib.server.models import now
from lib.server.services import dashboard_service
from lib.server.services.dashboard_service import Stats
from lib.server.views import ActivityView


class DashboardData(TypedDict):
    """The figures come with the page, the activity when it is there."""

    now: datetime
    stats: Stats
    recent_activity: Awaitable[list[ActivityView]]


async def load(event: PageServerLoadEvent) -> DashboardData:
    return {
        "now": now(),
        "stats": await dashboard_service.dashboard_stats(),
        "recent_activity": dashboard_service.recent_activity(),  # not awaited: streamed
    }
