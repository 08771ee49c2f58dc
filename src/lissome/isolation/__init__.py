"""The lifetime of a request: what ends with it, and the watchdog that ends a slow one.

This package knows requests only as objects that somebody else made; it imports nothing of `server`.
"""
