"""The failure of a build."""

from lissome.errors import LissomeError


class BuildError(LissomeError):
    """The app cannot be built. The text is for the developer: the tool's own words, without our stack."""
