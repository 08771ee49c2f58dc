"""The folders that lissome brings with it beside its Python code."""

from __future__ import annotations

from pathlib import Path

from lissome.build.errors import BuildError


def shipped_folder(in_wheel: str, in_checkout: str, entry: str) -> Path:
    """Return a folder that is inside of the wheel, or beside ``src`` in a checkout.

    Args:
        in_wheel: its name in the package.
        in_checkout: its name in a checkout.
        entry: a file or folder that it has.

    Raises:
        BuildError: it is not there: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / in_wheel, package.parent.parent / in_checkout):
        if (folder / entry).exists():
            return folder
    raise BuildError(
        f"lissome is not completely installed: {package / in_wheel} is missing. Install it again."
    )
