"""The command group: lists its commands in order, and reports their failures."""

from __future__ import annotations

import sys
from typing import Any

import click

from lissome.console import print_error
from lissome.errors import LissomeError


class CommandGroup(click.Group):
    """Lists commands in the order of their use, and reports a `LissomeError` as one message.

    A `LissomeError` says what to fix and how, and a traceback would only hide that. Every other exception is
    a bug, and its traceback is printed.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LissomeError as failure:
            print_error(str(failure))
            sys.exit(1)
