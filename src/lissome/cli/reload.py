"""`lissome reload`."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lissome.cli.arguments import root_argument
from lissome.console import print_error, print_progress
from lissome.errors import LissomeError

if TYPE_CHECKING:
    from lissome.cli.running_servers import ServerRecord

_LOOK_SECONDS: Final = 0.1

EPILOG = """\b
Examples:
  lissome build && lissome reload
  lissome reload /srv/app
"""


class ReloadError(LissomeError):
    """There is no server to reload, or it cannot be reached."""


@click.command(epilog=EPILOG, short_help="Replace the workers of a running server.")
@root_argument
def reload(root: Path) -> None:
    """Replace the workers of the servers that serve ROOT by new ones, with the build that is there now.

    Each worker serves until the new one does, so no request is lost. If the new one does not start, the old
    ones serve on, and the exit code is 1. It is what `kill -HUP` does to the server, and waits for the
    result.
    """
    from lissome.cli.running_servers import running_servers

    servers = list(running_servers(root))
    if not servers:
        raise ReloadError(
            f"no server of {root} is running. If there is one, it could not write to {root / '.lissome'}: "
            "send SIGHUP to its process."
        )
    failures = [failure for path, record in servers if (failure := _reload(path, record))]
    for failure in failures:
        print_error(failure)
    sys.exit(1 if failures else 0)


def _reload(path: Path, before: ServerRecord) -> str:
    """Reload one server and wait for the result; return the reason for which it has failed, or ``""``."""
    from lissome.cli.running_servers import birth_of

    if before.born != birth_of(before.pid):
        return f"{before.url} is served in another container: run `lissome reload` there."
    try:
        os.kill(before.pid, signal.SIGHUP)
    except PermissionError:
        return f"{before.url} is served by process {before.pid} of another user."
    except ProcessLookupError:
        return f"{before.url} has just ended."
    after = _wait(path, before.reloads)
    if after is None:
        return f"{before.url} has ended meanwhile."
    if after.error:
        return f"{after.url}: {after.error}"
    print_progress(f"{after.url} serves with new workers")
    return ""


def _wait(path: Path, reloads: int) -> ServerRecord | None:
    """Return the record when a later reload is over; None if the server ends."""
    from lissome.cli.running_servers import is_running, read_record

    try:
        while is_running(path):
            record = read_record(path)
            if record.reloads > reloads and not record.is_reloading:
                return record
            time.sleep(_LOOK_SECONDS)
    except FileNotFoundError:
        pass
    return None
