"""The cost of the state guard's parts: a recorded write, and an inspection of the demo's state.

`guard_dev.py` measures the whole of it, in requests of `lissome dev`. Prints a table.
"""

import ast
import statistics
import sys
import time
import types
from collections.abc import Callable
from pathlib import Path
from types import CodeType

import click
from harness.projects import BENCH

from lissome.server.startup.modules import load_module
from lissome.state_guard import StateGuard
from lissome.state_guard.heap.introspect import LARGE
from lissome.state_guard.heap.snapshot import HeapSnapshot
from lissome.state_guard.writes.importer import InstrumentingFinder
from lissome.state_guard.writes.instrument import instrument
from lissome.state_guard.writes.recorder import WriteRecorder
from lissome.state_guard.writes.sites import WriteSites

DEMO = BENCH.parent / "examples" / "workspace"
WRITES = 1000
WRITER = f"""
CACHE = {{}}
def write(cache=CACHE):
    for number in range({WRITES}):
        cache["key"] = number
"""


@click.command(help=(__doc__ or "").split("\n\n", maxsplit=1)[0])
@click.option("--rounds", type=click.IntRange(3), default=200, show_default=True)
def main(rounds: int) -> None:
    click.echo(f"a recorded write             {record(rounds) * 1e9:8.0f} ns")
    for module, plain, changed in [compiling()]:
        click.echo(f"compiling {module:<18} {plain * 1e3:8.1f} ms, instrumented {changed * 1e3:.1f} ms")
    count, seconds = demo(rounds)
    click.echo(f"an inspection, no change     {seconds * 1e3:8.3f} ms, {count} objects in the demo")
    count, seconds = large(rounds)
    click.echo(
        f"an inspection, no change     {seconds * 1e3:8.3f} ms, {count} objects of {LARGE} entries in all"
    )


def record(rounds: int) -> float:
    """Seconds that one recorded write takes longer than a plain one."""
    recorder = WriteRecorder()
    tree = ast.parse(WRITER)
    plain = run(compile(tree, "plain", "exec"), {})
    recorded = run(
        compile(instrument(tree, "recorded", "recorded.py", WriteSites()), "recorded", "exec"),
        recorder.functions(),
    )
    recorder.start(1)
    return (median(recorded, rounds) - median(plain, rounds)) / WRITES


def run(code: CodeType, names: dict[str, Callable[..., object]]) -> Callable[[], object]:
    module = types.ModuleType("bench")
    vars(module).update(names)
    exec(code, vars(module))  # noqa: S102 - the text above
    write: Callable[[], object] = vars(module)["write"]
    return write


def compiling() -> tuple[str, float, float]:
    """A module of the standard library, as it is and instrumented."""
    source = Path(ast.__file__).read_bytes()

    def changed() -> None:
        compile(instrument(ast.parse(source), "ast", "ast.py", WriteSites()), "ast.py", "exec")

    return (
        f"ast.py ({source.count(bytes([10]))} lines)",
        median(lambda: compile(source, "ast.py", "exec"), 9),
        median(changed, 9),
    )


def demo(rounds: int) -> tuple[int, float]:
    """The demo's modules, all imported."""
    guard = StateGuard(DEMO)
    sys.path.insert(0, str(DEMO / "src"))
    with guard.installed():
        for file in sorted((DEMO / "src").rglob("*.server.py")):
            load_module(DEMO, file.relative_to(DEMO).as_posix())
    finder: InstrumentingFinder = guard._finder  # noqa: SLF001 - its part is measured
    return snapshot(finder.live_modules(), rounds)


def large(rounds: int) -> tuple[int, float]:
    """A module with a thousand lists."""
    module = types.ModuleType("large")
    vars(module)["TABLE"] = {number: [number] for number in range(LARGE)}
    vars(module)["LISTS"] = [[number] for number in range(LARGE)]
    return snapshot([module], rounds)


def snapshot(modules: list[types.ModuleType], rounds: int) -> tuple[int, float]:
    heap = HeapSnapshot()
    heap.update(modules, {})
    return len(heap.nodes), median(lambda: heap.update(modules, {}), rounds)


def median(work: Callable[[], object], rounds: int) -> float:
    """Seconds of CPU time of one call."""
    taken = []
    for _ in range(rounds):
        started = time.thread_time()
        work()
        taken.append(time.thread_time() - started)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
