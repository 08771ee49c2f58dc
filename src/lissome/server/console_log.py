"""The console of components and universal loads, in the log: ``lissome.console``.

As SvelteKit's server on Node, a server writes all of it but ``console.debug`` to the terminal. An app that
sets up logging itself gets the lines in its own handlers instead.
"""

from __future__ import annotations

import logging
from typing import Final

NAME: Final = "lissome.console"


class _WithoutHandlers(logging.StreamHandler):  # type: ignore[type-arg] # generic for checkers only
    """Writes to stderr as long as the app has not set up logging."""

    def emit(self, record: logging.LogRecord) -> None:
        if not logging.getLogger().handlers:
            super().emit(record)


def show_console() -> None:
    """Show the console's lines from INFO on, unless the app has said what it wants to see."""
    console = logging.getLogger(NAME)
    if console.level == logging.NOTSET:
        console.setLevel(logging.INFO)
    console.addHandler(_WithoutHandlers())
