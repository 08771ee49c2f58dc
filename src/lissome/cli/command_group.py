"""The command group: the order of its commands, and what happens when one fails."""

from __future__ import annotations

import sys
from typing import Any

import click

from lissome.console import print_error
from lissome.errors import LissomeError


class CommandGroup(click.Group):
    """Lists commands in the order of their use, and turns mistakes into one message.

    A `LissomeError` is something to mend, and its text says what and how: a traceback would only hide it.
    Every other exception is a bug, whose traceback is wanted.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LissomeError as failure:
            print_error(str(failure))
            sys.exit(1)
