"""Testing an app: users without a browser, the state guard, and the two-user probe.

    async with open_app(Path(".")) as app:
        user = app.user()
        assert "Hello" in (await user.page("/")).text

With pytest the fixtures `lissome_app`, `two_users` and `probe` do that: see docs/guides/testing.md.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lissome.state_guard import Finding, FoundText, StateGuard
    from lissome.testing.app import AppUnderTest, open_app
    from lissome.testing.responses import ActionResult, Page, UnexpectedResponse
    from lissome.testing.two_user_probe import Leak, LeakError, ProbeReport, probe
    from lissome.testing.user import User

# The module of each name, loaded on first use: pytest imports the plugin beside this in every run.
_MODULES = MappingProxyType(
    {
        "lissome.state_guard": ("Finding", "FoundText", "StateGuard"),
        "lissome.testing.responses": ("ActionResult", "Page", "UnexpectedResponse"),
        "lissome.testing.app": ("AppUnderTest", "open_app"),
        "lissome.testing.two_user_probe": ("Leak", "LeakError", "ProbeReport", "probe"),
        "lissome.testing.user": ("User",),
    }
)

__all__ = [
    "ActionResult",
    "AppUnderTest",
    "Finding",
    "FoundText",
    "Leak",
    "LeakError",
    "Page",
    "ProbeReport",
    "StateGuard",
    "UnexpectedResponse",
    "User",
    "open_app",
    "probe",
]


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    msg = f"module 'lissome.testing' has no attribute {name!r}"
    raise AttributeError(msg)
