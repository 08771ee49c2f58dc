"""One request, one lifetime: what ends with a request, and who watches that it does.

This package knows requests only as objects that somebody else made; it imports nothing of `server`.
"""
