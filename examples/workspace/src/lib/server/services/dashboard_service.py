"""What the dashboard shows: numbers that are counted at once, and the activity, which may take its time."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TypedDict

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from lib.server import config
from lib.server.db import transaction
from lib.server.models import Activity, User, now
from lib.server.views import ActivityView, activity_view

DAYS = 28


class Day(TypedDict):
    """How much happened on one day."""

    date: str
    count: int


class Stats(TypedDict):
    """The figures on top of the dashboard."""

    people: int
    joined_this_month: int
    active_this_week: int
    invited: int
    events_this_week: int
    events_last_week: int
    days: list[Day]


async def dashboard_stats(moment: datetime | None = None) -> Stats:
    """Counts as of `moment` (now, if None), with one entry for each of the last 28 days in UTC."""
    moment = moment or now()
    async with transaction() as session:
        days = await _events_per_day(session, moment)
        return {
            "people": await _count(session),
            "joined_this_month": await _count(session, User.created_at >= moment - timedelta(days=30)),
            "active_this_week": await _count(session, User.last_seen_at >= moment - timedelta(days=7)),
            "invited": await _count(session, User.status == "invited"),
            "events_this_week": sum(day["count"] for day in days[-7:]),
            "events_last_week": sum(day["count"] for day in days[-14:-7]),
            "days": days,
        }


async def _count(session: AsyncSession, *conditions: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(User).where(*conditions)
    return await session.scalar(query) or 0


async def _events_per_day(session: AsyncSession, moment: datetime) -> list[Day]:
    today = moment.astimezone(UTC).date()
    first = today - timedelta(days=DAYS - 1)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    found = await session.scalars(
        select(Activity.created_at).where(Activity.created_at >= start, Activity.created_at <= moment)
    )
    counts: dict[date, int] = {first + timedelta(days=offset): 0 for offset in range(DAYS)}
    for created_at in found:
        counts[created_at.date()] += 1
    return [{"date": day.isoformat(), "count": count} for day, count in counts.items()]


async def recent_activity(limit: int = 12) -> list[ActivityView]:
    """The latest lines, newest first. The page streams it: nothing else waits for this."""
    await asyncio.sleep(config.activity_delay())
    async with transaction() as session:
        newest = select(Activity).order_by(Activity.created_at.desc(), Activity.id.desc()).limit(limit)
        return [activity_view(line) for line in await session.scalars(newest)]
