"""Rendering: V8 isolates, the one way into them, and the budget that stops them."""

from lissome.ssr.bundle import PATCHABLE, Bundle
from lissome.ssr.engines import Engine, Statistics
from lissome.ssr.isolate import Isolate, Limits
from lissome.ssr.renderer import Host, Rendered, Renderer

__all__ = ["PATCHABLE", "Bundle", "Engine", "Host", "Isolate", "Limits", "Rendered", "Renderer", "Statistics"]
