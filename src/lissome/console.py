"""Output for people. Colours appear on a terminal only; rich respects NO_COLOR and FORCE_COLOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def out() -> Console:
    """Return the console for results."""
    from rich.console import Console

    return Console(highlight=False)


def err() -> Console:
    """Return the console for progress and failures."""
    from rich.console import Console

    return Console(stderr=True, highlight=False)


def print_progress(message: str) -> None:
    """Print a line of progress."""
    err().print(message, markup=False, soft_wrap=True)


def print_error(message: str) -> None:
    """Print an error message."""
    console = err()
    console.print("error", style="bold red", end=": ")
    # Route ids such as [id] are not markup, and it must be possible to copy a path from the terminal.
    console.print(message, markup=False, soft_wrap=True)
