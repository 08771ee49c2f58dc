"""Rendering: V8 isolates, the one way into them, and the budget that stops them."""

from lissome.ssr.bundle import PATCHABLE, Bundle
from lissome.ssr.engines import Engine, Statistics
from lissome.ssr.failures import describe, exception
from lissome.ssr.isolate import Isolate
from lissome.ssr.limits import Limits
from lissome.ssr.outside import Host, Outside
from lissome.ssr.renderer import Rendered, Renderer

__all__ = [
    "PATCHABLE",
    "Bundle",
    "Engine",
    "Host",
    "Isolate",
    "Limits",
    "Outside",
    "Rendered",
    "Renderer",
    "Statistics",
    "describe",
    "exception",
]
