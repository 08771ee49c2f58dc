import contextlib
import json
import os
import sys
from pathlib import Path

import psutil
import pytest
from harness import load, machine, projects, servers, usage
from harness.servers import Server, ServerError, running

from support.ports import free_port
from support.processes import still_alive

SERVE = ("-m", "http.server", "--bind", "127.0.0.1")


def figures(**changes: float) -> str:
    base = {"requests": 300, "duration_us": 2e6, "bytes": 9, "p50_us": 1500, "p99_us": 9000, "failed": 0}
    return "Running 2s test\n" + json.dumps({**base, **changes})


def test_wrk_figures_are_read() -> None:
    result = load.parse(figures(), 0.5, "http://x/")
    assert (result.requests, result.seconds, result.p50_ms, result.p99_ms) == (300, 2.0, 1.5, 9.0)
    assert result.cpu_share == 0.25


@pytest.mark.parametrize("changes", [{"failed": 3}, {"requests": 0}])
def test_a_run_with_failures_is_no_measurement(changes: dict[str, float]) -> None:
    with pytest.raises(load.LoadError, match="nothing was measured"):
        load.parse(figures(**changes), 0.5, "http://x/")


def test_busy_time_of_a_core_counts_stolen_time() -> None:
    stat = "cpu  9 9 9 9 9 9 9 9 0 0\ncpu0 100 0 50 9000 7 0 25 25 0 0\ncpu1 1 1 1 1 1 1 1 1 0 0\n"
    assert usage.core_seconds(0, stat) == 2.0


def test_projects_hold_the_sources_and_nothing_older(tmp_path: Path) -> None:
    app, builds = tmp_path / "app", tmp_path / "build"
    for name in ("svelte/src/a.svelte", "kit/src/b.js", "lissome/src/b.py"):
        (app / name).parent.mkdir(parents=True, exist_ok=True)
        (app / name).touch()
    for name in ("node_modules/x", "src/old.js", "old.js"):
        (builds / "kit" / name).parent.mkdir(parents=True, exist_ok=True)
        (builds / "kit" / name).touch()
    project = projects.assemble("kit", app, builds)
    found = {str(path.relative_to(project)) for path in project.rglob("*") if path.is_file()}
    assert found == {"node_modules/x", "src/a.svelte", "src/b.js"}


def test_cpu_model() -> None:
    assert machine.cpu_model("vendor_id : X\nmodel name\t: Some CPU\n") == "Some CPU"


def server(tmp_path: Path, *command: str, port: int | None = None) -> Server:
    cwd = tmp_path / "app"
    cwd.mkdir()
    return Server("dummy", command, cwd, port or free_port(), env={})


@pytest.mark.skipif(sys.platform != "linux", reason="taskset")
def test_the_whole_group_is_gone_after_an_exception(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A shell that outlives its orders: it ignores SIGTERM, and so does the child that serves.
    port = free_port()
    script = f"trap '' TERM; {sys.executable} {' '.join(SERVE)} {port} & wait; sleep 600"
    monkeypatch.setattr(servers, "STOP_SECONDS", 1)
    processes: list[psutil.Process] = []
    with (
        contextlib.suppress(KeyboardInterrupt),
        running(server(tmp_path, "sh", "-c", script, port=port), core=0) as live,
    ):
        processes += usage.tree(live.process)
        assert os.sched_getaffinity(live.process.pid) == {0}
        assert usage.rss_mb(live.process) > 1
        raise KeyboardInterrupt
    assert len(processes) > 1
    assert still_alive(processes) == []


def test_a_server_that_ends_shows_what_it_said(tmp_path: Path) -> None:
    failing = server(tmp_path, sys.executable, "-c", "raise SystemExit('no such thing')")
    with pytest.raises(ServerError, match="no such thing"), running(failing, core=0):
        pass


def test_a_taken_port_is_refused(tmp_path: Path) -> None:
    port = free_port()
    one = server(tmp_path, sys.executable, *SERVE, str(port), port=port)
    with running(one, core=0), pytest.raises(ServerError, match="already has a server"), running(one, core=0):
        pass
