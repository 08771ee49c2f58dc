"""How the tests of the whole suite are divided among processes (pytest-xdist).

A unit of tests stays together: by default a module, whose fixtures are then made once. Tests in a browser
have processes of their own: Playwright's sync API keeps an event loop running in the main thread from its
first use on, so a process that has run one of them is given no others afterwards.
"""

from __future__ import annotations

import json
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from xdist.remote import Producer
    from xdist.workermanage import WorkerController

UNITS = "units of tests"
"""The key of a file's name in a worker's input. Only workers collect tests, so they write the units there."""

BROWSER = "browser: "
"""What the name of a unit of browser tests begins with."""

BROWSERS = 1
"""How many processes have a browser from the start: a second Chromium costs more than it saves."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes `-n auto` makes: for a few tests, the one that there is.

    Two more than there are processors, since tests also wait: for servers to start, and for the browser.
    A third makes the whole suite an eighth slower.
    """
    is_everything = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    is_selected = config.option.keyword or getattr(config.option, "lf", False)
    return (os.cpu_count() or 1) + 2 if is_everything and not is_selected else 0


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Tell a worker where to write the units."""
    node.workerinput[UNITS] = str(_units_file(node.config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put first what takes long, if this is a worker, so that all end at about the same time."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: [item.get_closest_marker(name) is None for name in ("slow", "node")])


@pytest.hookimpl(tryfirst=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Write the unit of each test before xdist says that they are known, if this is a worker.

    All workers write the same.
    """
    worker: dict[str, Any] | None = getattr(session.config, "workerinput", None)
    if worker is not None:
        file = Path(worker[UNITS])
        partial = file.with_name(f"{file.name}.{worker['workerid']}")
        partial.write_text(json.dumps({item.nodeid: unit_of(item) for item in session.items}))
        partial.replace(file)


def unit_of(item: pytest.Item) -> str:
    """Return the name of a test's unit: what its marker `xdist_group` says, or else its file."""
    marker = item.get_closest_marker("xdist_group")
    unit: str = marker.args[0] if marker else item.nodeid.partition("::")[0]
    return f"{BROWSER}{unit}" if item.get_closest_marker("browser") else unit


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Divide tests by units."""
    return Scheduling(config, log)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """Gives units to processes, in the order of the tests."""

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # by how many tests a unit has

    @cached_property
    def _units(self) -> dict[str, str]:
        file = _units_file(self.config)
        units: dict[str, str] = json.loads(file.read_text())
        file.unlink()
        return units

    def _split_scope(self, nodeid: str) -> str:
        return self._units[nodeid]

    def _assign_work_unit(self, node: WorkerController) -> None:
        unit = next_unit(self.workqueue, self.assigned_work, node)
        if unit is None:
            node.shutdown()
        else:
            self.workqueue.move_to_end(unit, last=False)
            super()._assign_work_unit(node)


def next_unit(waiting: Iterable[str], assigned: Mapping[Any, Iterable[str]], process: Any) -> str | None:
    """Return the unit that a process is given next; None if it is to end.

    Args:
        waiting: the units that no process has been given, at least one.
        assigned: those that each process has been given.
        process: which one asks.
    """
    others = [unit for unit in waiting if not unit.startswith(BROWSER)]
    in_browser = [unit for unit in waiting if unit.startswith(BROWSER)]
    browsing = [one for one, units in assigned.items() if any(unit.startswith(BROWSER) for unit in units)]
    if process in browsing:
        return next(iter(in_browser), None)
    needs_browser = in_browser and len(browsing) < BROWSERS
    return next(iter(in_browser if needs_browser or not others else others))


def _units_file(config: pytest.Config) -> Path:
    """Return the file of this run, of which there may be several at a time."""
    folder = config.rootpath / ".cache"
    folder.mkdir(exist_ok=True)
    return folder / f"units-{os.getpid()}.json"
