"""Serves the app and follows its files, until somebody ends `lissome dev`."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server

from lissome.bind_address import url_of
from lissome.console import err
from lissome.dev.app import DevApp
from lissome.dev.blocking_calls import BlockingCall, BlockingCalls
from lissome.dev.breakpoints import leave_ctrl_c_to_dev
from lissome.dev.event_loop import run_in_loop
from lissome.dev.log import log_to_terminal
from lissome.dev.route_exports import RouteExports
from lissome.dev.types import TypesWriter
from lissome.dev.vite import Vite
from lissome.dev.watch import (
    app_changes,
    are_settings,
    configuration_changes,
    needs_manifest,
    needs_python,
    python_changes,
)
from lissome.private_apis.fatal_signals import park_v8_after_fatal_errors

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from watchfiles.main import FileChange

    from lissome.dev.mounted_apps import MountedApps
    from lissome.dev.vite_process import ViteProcess

logger = logging.getLogger("lissome.dev")


def serve(
    process: ViteProcess, port: int, started: float, *, guard: bool, log: bool, inspector: bool
) -> bool:
    """Serve the app until SIGINT or SIGTERM, and end Vite.

    Args:
        process: Vite's, started already.
        port: the app's.
        started: when the command began, by `time.monotonic`.
        guard: False turns the state guard off.
        log: False prints no line for each request.
        inspector: False leaves the panel out of the browser.

    Returns:
        True if mounted applications have changed: a new process is needed, which imports them again.

    Raises:
        ViteError: Vite does not start.
    """
    log_to_terminal(process.root, has_request_log=log)
    park_v8_after_fatal_errors()
    leave_ctrl_c_to_dev()
    vite = Vite(process)
    app = DevApp(process.root, vite, guard=guard, log=log, inspector=inspector)
    run_in_loop(_serve(app, vite, port, started))
    return app.mounted.is_stale.is_set()


async def _serve(app: DevApp, vite: Vite, port: int, started: float) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    blocking = BlockingCalls(vite.root, partial(_report_call, loop, app))
    blocking.start()
    for sig in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sig, stop.set)
    try:
        exports = RouteExports()
        exports.read(vite.root)  # Vite is starting; and before the manifest is read
        if not await _unless(stop, vite.start()):
            return
        server = Server(
            app,
            vite.process.host,
            port,
            interface=Interfaces.ASGINL,
            websockets=True,
            log_level=LogLevels.error,
        )
        serving = asyncio.create_task(server.serve())
        # before the app is loaded: files that are saved meanwhile must not be missed
        following = asyncio.gather(
            _follow(app, exports, vite.root, stop), _follow_configuration(app, vite.root, stop)
        )
        supervising = [asyncio.create_task(_supervise_mounted(app.mounted, stop))]
        await app.reload(python=True, manifest=True)
        _announce(vite.root, url_of(vite.process.name, port), vite.process.port, started)
        await app.look_for_mistakes()
        supervising += [
            asyncio.create_task(_supervise(app, vite)),
            asyncio.create_task(TypesWriter(vite.root).follow(stop)),
        ]
        await following
        for task in supervising:
            task.cancel()
        server.stop()  # type: ignore[no-untyped-call]  # granian has no types
        await serving
    finally:
        blocking.stop()
        await app.stop()
        await vite.stop()


def _report_call(loop: asyncio.AbstractEventLoop, app: DevApp, call: BlockingCall) -> None:
    """Say which call holds the loop, from the thread that has seen it; browsers are told when it is over."""
    logger.warning("%s", call)
    with contextlib.suppress(RuntimeError):  # the loop is closed
        loop.call_soon_threadsafe(app.show_call, call)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Run `work`; return False if `stop` was set first."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if task.done():
        task.result()
        return True
    task.cancel()
    return False


async def _supervise(app: DevApp, vite: Vite) -> None:
    """Start a new Vite if it has died."""
    while True:
        await asyncio.sleep(1)
        if vite.has_died():
            logger.error("Vite ended by itself; starting another one")
            await app.restart_vite()


async def _supervise_mounted(mounted: MountedApps, stop: asyncio.Event) -> None:
    """Set `stop` when the mounted applications have changed: this process cannot import them again."""

    async def note(folders: set[Path], *, recursive: bool) -> None:
        missed = mounted.changed_since_import
        async for changes in python_changes(folders, stop, recursive=recursive):
            mounted.note({*(path for _, path in changes), *missed()})
            missed = set

    async def end() -> None:
        await mounted.is_stale.wait()
        stop.set()

    ending = asyncio.create_task(end())
    await mounted.are_imported.wait()
    folders, packages = mounted.module_folders(), mounted.packages()
    await asyncio.gather(ending, note(folders, recursive=False), note(packages, recursive=True))


async def _follow(app: DevApp, exports: RouteExports, root: Path, stop: asyncio.Event) -> None:
    """Reload when files that Python depends on have changed, until `stop` is set."""
    async for changes in app_changes(root, stop):
        python = app.has_error or needs_python(changes)
        manifest = needs_manifest(exports.without_same(changes)) or app.has_error
        began = time.monotonic()
        if (python or manifest) and await app.reload(python=python, manifest=manifest):
            logger.info("%s: reloaded in %.0f ms", _names(changes, root), (time.monotonic() - began) * 1000)
        await app.look_for_mistakes()


async def _follow_configuration(app: DevApp, root: Path, stop: asyncio.Event) -> None:
    """Restart Vite when its configuration has changed, and read changed settings, until `stop` is set."""
    async for changes in configuration_changes(root, stop):
        if are_settings(changes):
            await app.reload(python=True, manifest=True)
            continue
        logger.info("%s changed: starting Vite again", _names(changes, root))
        await app.restart_vite()


def _names(changes: set[FileChange], root: Path) -> str:
    names = sorted({path.removeprefix(f"{root}/") for _, path in changes})
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _announce(root: Path, url: str, vite_port: int, started: float) -> None:
    err().print(
        f"\n[bold]{url}[/] is {root.name}, after {time.monotonic() - started:.1f} s\n"
        f"  Python serves pages and data; Vite, at port {vite_port}, serves modules and hot updates.\n"
        "  Save a file to see it change. Ctrl-C stops both.\n",
        soft_wrap=True,
    )
