"""The build: Vite, with kit's plugin and ours, from Python."""

from lissome.build.build import BuildError, build

__all__ = ["BuildError", "build"]
