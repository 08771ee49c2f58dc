"""The exception of a project that cannot be made."""

from lissome.errors import LissomeError


class ScaffoldError(LissomeError):
    """A project cannot be made, or lissome cannot be added to it. Nothing was written."""
