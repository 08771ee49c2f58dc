"""Rendering: V8 isolates, the one way into them, and the budget that stops them."""

from lissome.ssr.bundle import Bundle
from lissome.ssr.isolate import Isolate, Limits
from lissome.ssr.renderer import Engine, Host, Rendered, Renderer, Statistics

__all__ = ["Bundle", "Engine", "Host", "Isolate", "Limits", "Rendered", "Renderer", "Statistics"]
