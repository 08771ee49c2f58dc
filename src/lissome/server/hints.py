"""Hints for exceptions whose own text does not name the mistake that usually leads to them."""

from __future__ import annotations

import re
from typing import Final

_MISSING: Final = "an `await` is missing"

_HINTS: Final = tuple(
    (re.compile(pattern), hint)
    for pattern, hint in (
        (
            r"'coroutine' object|coroutine object .* is not|can't .* coroutine",
            _MISSING,
        ),
        (
            r"\b(?:load|[A-Z]+)\(\) missing \d+ required (?:positional|keyword-only) argument",
            "a decorator hides what the function takes: write @functools.wraps(…) there, and pass on *args",
        ),
        (r"AwaitableOrContextManagerWrapper", "write `await event.request.form()`"),
        (r"'Task' object is not subscriptable|'Future' object is not subscriptable", _MISSING),
        (
            r"object (\w+) can't be used in 'await' expression",
            "the function is not async: call it without `await`",
        ),
        (r"'async_generator' object is not (?:iterable|subscriptable)", "write `async for`"),
        (
            r"greenlet_spawn has not been called",
            "load related rows in the query: selectinload(…)",
        ),
        (
            r"^(?:starlette|fastapi|werkzeug|django|flask|litestar|aiohttp)\..*(?:HTTPException|Http404|NotFound):",
            'another framework\'s exception is a 500 here: write error(404, "…"), from lissome',
        ),
        (r"Event loop is closed|attached to a different loop", "make the client in `init`, not at import"),
    )
)


def add_hint(error: BaseException) -> None:
    """Add a note to an exception that says what to write; tracebacks show it."""
    kind = type(error)
    text = f"{kind.__module__}.{kind.__qualname__}: {error}"
    hint = next((hint for pattern, hint in _HINTS if pattern.search(text)), None)
    if hint is not None and hint not in getattr(error, "__notes__", ()):
        error.add_note(hint)
