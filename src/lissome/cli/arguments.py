"""What several commands take."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from lissome.errors import LissomeError

Command = TypeVar("Command", bound=Callable[..., Any])

root_argument = click.argument(
    "root", default=".", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
)


def address_options(*, port: int) -> Callable[[Command], Command]:
    """`--host` and `--port`, with HOST and PORT of the environment as their defaults."""
    host_option = click.option(
        "--host",
        default="127.0.0.1",
        envvar="HOST",
        show_default=True,
        show_envvar=True,
        help="Address to listen at; 0.0.0.0 is every address of this machine.",
    )
    port_option = click.option(
        "--port",
        default=port,
        type=click.IntRange(1, 65535),
        envvar="PORT",
        show_default=True,
        show_envvar=True,
        help="TCP port to listen at.",
    )
    return lambda command: host_option(port_option(command))


def require_app(root: Path) -> None:
    """Refuse a folder that is no app, before anything else fails on it in a stranger way.

    Raises:
        LissomeError: a file that every app has is missing.
    """
    missing = [name for name in ("package.json", "vite.config.js", "src") if not _exists(root, name)]
    if missing:
        raise LissomeError(
            f"{root} is not a lissome app: it has no {' and no '.join(missing)}. "
            "Run the command in the app's folder, or name it: `lissome build path/to/app`."
        )


def _exists(root: Path, name: str) -> bool:
    if name == "vite.config.js":
        return any((root / f"vite.config.{suffix}").exists() for suffix in ("js", "ts", "mjs", "mts"))
    return (root / name).exists()
