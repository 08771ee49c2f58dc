"""`lissome dev`: the app while it is being written. Python in front, Vite behind it."""

from lissome.dev.run import run

__all__ = ["run"]
