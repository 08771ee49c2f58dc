"""Rendering: V8 isolates, the one way into them, and the budget that stops them."""

from lissome.ssr.renderer import Host, Limits, Rendered, Renderer

__all__ = ["Host", "Limits", "Rendered", "Renderer"]
