"""The build: Vite, with kit's plugin and ours, from Python."""

from lissome.build.build import build
from lissome.build.errors import BuildError

__all__ = ["BuildError", "build"]
