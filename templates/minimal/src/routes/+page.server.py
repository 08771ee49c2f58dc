from datetime import UTC, datetime
from typing import Annotated, TypedDict

from lissome import action
from pydantic import BaseModel, StringConstraints

from lib.server.app import Event, LoadEvent


class PageData(TypedDict):
    """What the page gets as `data`."""

    name: str
    now: datetime


class Introduction(BaseModel):
    """What the form sends. If it does not fit, the page gets `form.errors` and `form.values`."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


async def load(event: LoadEvent) -> PageData:
    return {"name": event.locals.name, "now": datetime.now(UTC)}


@action
async def default(event: Event, form: Introduction) -> None:
    event.cookies.set("name", form.name, max_age=30 * 24 * 3600)
    event.locals.name = form.name
