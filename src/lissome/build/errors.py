"""The exception of a failed build."""

from lissome.errors import LissomeError


class BuildError(LissomeError):
    """The app cannot be built. The text is that of the tool, without a Python traceback."""
