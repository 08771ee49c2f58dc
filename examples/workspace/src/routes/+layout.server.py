from typing import TypedDict

from lissome import ServerLoadEvent

from lib.server.flash import Flash, take_flash
from lib.server.views import Density, Role, Theme


class Me(TypedDict):
    """Whoever is signed in, as the interface shows them."""

    id: int
    name: str
    email: str
    role: Role


class Preferences(TypedDict):
    """How the workspace looks."""

    theme: Theme
    density: Density


class LayoutData(TypedDict):
    """What every page has."""

    user: Me | None
    preferences: Preferences
    flash: Flash | None


async def load(event: ServerLoadEvent) -> LayoutData:
    user = event.locals.user
    return {
        "user": {"id": user.id, "name": user.name, "email": user.email, "role": user.role} if user else None,
        "preferences": {
            "theme": user.theme if user else "system",
            "density": user.density if user else "comfortable",
        },
        "flash": take_flash(event),
    }
