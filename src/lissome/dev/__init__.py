"""`lissome dev`: the development server. Python answers the browser, and Vite serves modules behind it."""

from lissome.dev.run import run

__all__ = ["run"]
