"""Builds an app: runs Vite with kit's plugin and lissome's."""

from lissome.build.build import build
from lissome.build.errors import BuildError

__all__ = ["BuildError", "build"]
