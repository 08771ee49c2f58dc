"""The exceptions of caches.

CacheError            a key, a value or a use that breaks a rule of caches
└── CacheUnavailable  the shared store did not answer when it had to
"""


class CacheError(Exception):
    """A cache is used in a way that could show one user's data to another, or that cannot work."""


class CacheUnavailable(CacheError):
    """The shared store could not be told to forget something: other workers may still return the old value.

    Reading never raises it: without the store, each `get` calls its loader.
    """
