"""`event.request`: Starlette's request, whose missing names say what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from lissome.spellings import REQUEST, no_attribute


class TeachingRequest(Request):
    """Starlette's request."""

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            raise no_attribute("event.request", Request, name, REQUEST)
