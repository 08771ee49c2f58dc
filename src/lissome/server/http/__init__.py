"""The rules of HTTP as pure functions over values: no I/O, no app, no ASGI."""
