"""What caches raise.

LissomeError
└── CacheError        a key, a value or a use that breaks a rule of caches
    └── CacheUnavailable  the shared store did not answer when it had to
"""

from lissome.errors import LissomeError


class CacheError(LissomeError):
    """A cache is used in a way that could show one user's data to another, or that cannot work."""


class CacheUnavailable(CacheError):
    """The shared store could not be told to forget something, so others may still see the old value.

    Reading never raises it: without the store, each `get` runs its loader.
    """
