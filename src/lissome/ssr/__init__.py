"""Rendering in V8: isolates, the messages to them, and the budget of a render."""

from lissome.ssr.bundle import PATCHABLE, Bundle
from lissome.ssr.disposal import IsolateDisposal
from lissome.ssr.engine import Engine
from lissome.ssr.host_requests import Host
from lissome.ssr.isolate import Isolate
from lissome.ssr.js_errors import ERROR_STATUSES, from_js, to_js
from lissome.ssr.limits import Limits
from lissome.ssr.render_meter import RenderMeter
from lissome.ssr.renderer import NO_ROUTE, Rendered, Renderer, RenderSession, RenderStatistics

__all__ = [
    "ERROR_STATUSES",
    "NO_ROUTE",
    "PATCHABLE",
    "Bundle",
    "Engine",
    "Host",
    "Isolate",
    "IsolateDisposal",
    "Limits",
    "RenderMeter",
    "RenderSession",
    "RenderStatistics",
    "Rendered",
    "Renderer",
    "from_js",
    "to_js",
]
