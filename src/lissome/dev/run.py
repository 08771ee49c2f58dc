"""Starts what `lissome dev` consists of: Vite first, and Python while that starts."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Final, NoReturn

from lissome import mode
from lissome.build.build import check_configuration, check_project
from lissome.build.prepare import prepare
from lissome.console import print_progress
from lissome.dev.vite_process import ViteProcess

if TYPE_CHECKING:
    from pathlib import Path

# Tells a process that starts anew the port that its predecessor's Vite had.
_VITE_PORT: Final = "LISSOME_VITE_PORT"


def run(
    root: Path,
    host: str,
    address: str,
    port: int,
    *,
    guard: bool = True,
    log: bool = True,
    inspector: bool = True,
) -> None:
    """Run the app in `root` until SIGINT or SIGTERM.

    Args:
        root: the app's folder.
        host: the address as the user wrote it, for messages.
        address: the IP address of `host`, where `port` is free.
        guard: False turns the state guard off; so does `[tool.lissome] guard = false`.
        log: False prints no line for each request.
        inspector: False leaves the panel out of the browser.

    Raises:
        BuildError: it is not a lissome project, or not configured as one, npm failed, or a package has an
            unsupported version.
        NodeError: there is no Node that is new enough.
        ViteError: Vite does not start.
    """
    started = time.monotonic()
    root = root.resolve()
    check_project(root)
    check_configuration(root)
    node = prepare(root, print_progress)
    # With bytecode, an edit within a second that keeps a file's size would be missed; and src stays tidy.
    sys.dont_write_bytecode = True
    os.environ.setdefault(mode.VARIABLE, "development")
    process = ViteProcess(root, node, address, name=host)
    if (inherited := os.environ.pop(_VITE_PORT, "")).isdecimal():
        process.port = int(inherited)
    process.start()
    try:
        from lissome.dev.serve import serve  # noqa: PLC0415 - takes long, and Vite starts meanwhile

        is_stale = serve(process, port, started, guard=guard, log=log, inspector=inspector)
    finally:
        process.end()
    if is_stale:
        _start_anew(process.port)


def _start_anew(vite_port: int) -> NoReturn:
    """Replace this process by a new one with the same command; open pages find Vite at the same port."""
    os.environ[_VITE_PORT] = str(vite_port)
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - no shell is wanted
