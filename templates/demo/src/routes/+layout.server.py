from typing import TypedDict

from lib.server.app import LoadEvent


class LayoutData(TypedDict):
    """What every page has."""

    user: str | None


async def load(event: LoadEvent) -> LayoutData:
    return {"user": event.locals.user.name if event.locals.user else None}
