"""SvelteKit with a Python server.

Route and hooks files import these names; all others are internal to the framework.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from starlette.responses import Response

    from lissome.codec import (
        INVALID_DATE,
        UNDEFINED,
        ArrayBuffer,
        BigInt,
        Map,
        RegExp,
        TypedArray,
        Url,
        UrlSearchParams,
    )
    from lissome.control import ActionFailure, error, fail, redirect
    from lissome.errors import (
        ControlFlow,
        FrameworkError,
        HttpError,
        LissomeError,
        Redirect,
        RenderError,
        RequestEnded,
        RequestTimeout,
    )
    from lissome.server.hooks import CaughtError, Handle, Resolve, sequence
    from lissome.server.inputs.marked_actions import action
    from lissome.server.inputs.query import Query
    from lissome.server.request.cookies import Cookies
    from lissome.server.request.event import (
        RequestEvent,
        ServerLoadEvent,
        get_request_event,
    )
    from lissome.server.request.locals import Locals
    from lissome.server.request.resolve_options import ResolveOptions
    from lissome.server.responses import json, text
    from lissome.server.startup.env import Environment
    from lissome.url import URL, SearchParams

# The module of each name, loaded on first use, so that `lissome --help` does not load the server.
_MODULES = MappingProxyType(
    {
        "lissome.codec": (
            "INVALID_DATE",
            "UNDEFINED",
            "ArrayBuffer",
            "BigInt",
            "Map",
            "RegExp",
            "TypedArray",
            "Url",
            "UrlSearchParams",
        ),
        "lissome.control": ("ActionFailure", "error", "fail", "redirect"),
        "lissome.errors": (
            "ControlFlow",
            "FrameworkError",
            "HttpError",
            "LissomeError",
            "Redirect",
            "RenderError",
            "RequestEnded",
            "RequestTimeout",
        ),
        "lissome.server.request.cookies": ("Cookies",),
        "lissome.server.startup.env": ("Environment",),
        "lissome.server.request.event": (
            "RequestEvent",
            "ServerLoadEvent",
            "get_request_event",
        ),
        "lissome.server.inputs.marked_actions": ("action",),
        "lissome.server.inputs.query": ("Query",),
        "lissome.server.hooks": ("CaughtError", "Handle", "Resolve", "sequence"),
        "lissome.server.request.resolve_options": ("ResolveOptions",),
        "lissome.server.responses": ("json", "text"),
        "lissome.server.request.locals": ("Locals",),
        "lissome.url": ("URL", "SearchParams"),
        "starlette.responses": ("Response",),
    }
)

__all__ = [
    "INVALID_DATE",
    "UNDEFINED",
    "URL",
    "ActionFailure",
    "ArrayBuffer",
    "BigInt",
    "CaughtError",
    "ControlFlow",
    "Cookies",
    "Environment",
    "FrameworkError",
    "Handle",
    "HttpError",
    "LissomeError",
    "Locals",
    "Map",
    "Query",
    "Redirect",
    "RegExp",
    "RenderError",
    "RequestEnded",
    "RequestEvent",
    "RequestTimeout",
    "Resolve",
    "ResolveOptions",
    "Response",
    "SearchParams",
    "ServerLoadEvent",
    "TypedArray",
    "Url",
    "UrlSearchParams",
    "action",
    "error",
    "fail",
    "get_request_event",
    "json",
    "redirect",
    "sequence",
    "text",
]


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names:
            return getattr(import_module(module), name)
    msg = f"module 'lissome' has no attribute {name!r}"
    raise AttributeError(msg)
