"""Rendering: V8 isolates, the one way into them, and the budget that stops them."""

from lissome.ssr.bundle import PATCHABLE, Bundle
from lissome.ssr.engines import Engine, RenderStatistics
from lissome.ssr.host_requests import Host, HostRequests
from lissome.ssr.isolate import Isolate
from lissome.ssr.js_errors import from_js, to_js
from lissome.ssr.limits import Limits
from lissome.ssr.renderer import Rendered, Renderer

__all__ = [
    "PATCHABLE",
    "Bundle",
    "Engine",
    "Host",
    "HostRequests",
    "Isolate",
    "Limits",
    "RenderStatistics",
    "Rendered",
    "Renderer",
    "from_js",
    "to_js",
]
