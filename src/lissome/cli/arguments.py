"""Arguments and options of several commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

root_argument = click.argument(
    "root", default=".", type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)
)


def address_options(*, port: int) -> Callable[[Command], Command]:
    """Return a decorator that adds `--host` and `--port`; HOST and PORT of the environment are defaults."""
    host_option = click.option(
        "--host",
        default="127.0.0.1",
        envvar="HOST",
        show_default=True,
        show_envvar=True,
        help="Address to listen on; 0.0.0.0 is every address of this machine.",
    )
    port_option = click.option(
        "--port",
        default=port,
        type=click.IntRange(1, 65535),
        envvar="PORT",
        show_default=True,
        show_envvar=True,
        help="TCP port to listen on.",
    )
    return lambda command: host_option(port_option(command))
