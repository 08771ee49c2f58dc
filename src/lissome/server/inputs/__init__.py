"""Typed input: the parameters of the app's functions, filled from the request."""
