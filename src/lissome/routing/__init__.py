"""Finds the route of a path. Pure functions: no I/O, no code of the app."""
