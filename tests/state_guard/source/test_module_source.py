"""Facts about a module's source."""

from __future__ import annotations

import ast
import textwrap

import pytest

from lissome.state_guard.source.module_source import ModuleSource, ModuleSources


def read(source: str, module: str = "lib.state") -> ModuleSource:
    source = textwrap.dedent(source)
    return ModuleSource.of(ast.parse(source), source.encode(), module, f"src/{module.replace('.', '/')}.py")


def test_declarations_of_variables_classes_and_attributes() -> None:
    source = read(
        """\
        import json
        CACHE = {
        }
        class Service:
            users = []
            def add(self):
                self.late = 1
            def __init__(self):
                self.late = {}
        if json:
            @staticmethod
            def collect(): ...
        """
    )
    assert source.declared == {
        "json": (1, 1),
        "CACHE": (2, 3),
        "Service": (4, 4),
        "Service.users": (5, 5),
        "Service.add": (6, 6),
        "Service.__init__": (8, 8),
        "Service.late": (9, 9),
        "collect": (11, 12),
    }
    assert source.imported == {"json"}


@pytest.mark.parametrize(
    ("code", "evicted"),
    [
        ("del CACHE[key]", "CACHE"),
        ("CACHE.pop(key)", "CACHE"),
        ("state.CACHE.pop(key)", ".CACHE"),
        ("CACHE[user].clear()", "CACHE"),
        ("task.add_done_callback(TASKS.discard)", "TASKS"),
        ("heappop(JOBS)", "JOBS"),
        ("recent = recent[-100:]", "recent"),
        ("recent = [one for one in recent if one]", "recent"),
        ("jobs = {k: v for k, v in jobs.items() if v}", "jobs"),
        ("self.jobs = self.jobs[1:]", ".jobs"),
        ("known = CACHE\n    known.popitem()", "CACHE"),
    ],
)
def test_containers_that_code_takes_something_out_of(code: str, evicted: str) -> None:
    assert evicted in read(f"def f(key, user, task):\n    {code}\n").evicted


@pytest.mark.parametrize("code", ["CACHE[key] = 1", "CACHE.get(key)", "new = old[1:]", "a = [b for b in a]"])
def test_other_code_does_not(code: str) -> None:
    assert read(f"def f(key, old, a):\n    {code}\n").evicted == set()


def test_methods_that_a_mapping_must_have_do_not_count() -> None:
    source = read("class A:\n    def __delitem__(self, key):\n        del self.data[key]\n")
    assert source.evicted == set()


def test_eviction_by_a_method_is_of_its_class() -> None:
    sources = ModuleSources()
    sources.add(read("class A:\n    def trim(self):\n        self.jobs.clear()\n", __name__))
    assert sources.evicts_attribute("jobs", type("A", (), {"__module__": __name__}))
    assert not sources.evicts_attribute("jobs", type("B", (), {"__module__": __name__}))


def test_eviction_counts_in_the_module_and_where_it_is_imported() -> None:
    sources = ModuleSources()
    sources.add(read("JOBS = {}\n"))
    assert not sources.evicts("JOBS", "lib.state")
    sources.add(read("JOBS = {}\ndef f():\n    JOBS.clear()\n", "lib.other"))
    assert not sources.evicts("JOBS", "lib.state")
    sources.add(read("from lib.state import JOBS\ndef f():\n    JOBS.clear()\n", "lib.worker"))
    assert sources.evicts("JOBS", "lib.state")


def test_entries_that_are_taken_from_a_queue() -> None:
    sources = ModuleSources()
    sources.add(read("async def f():\n    await QUEUE.get()\n    CACHE.get('key')\n"))
    assert sources.takes("QUEUE", "lib.state")
    assert not sources.takes("CACHE", "lib.state")
    assert not sources.takes("QUEUE", "lib.other")


def test_mentions_are_calls_in_functions() -> None:
    source = read(
        "put(TOP)\ndef f():\n    put(CACHE)\n    CACHE.update(x)\n    CACHE.get(1)\n    state.add(key=JOBS)\n"
    )
    assert {name: source.mentions[name] for name in ("CACHE", "JOBS", "TOP")} == {
        "CACHE": [3, 4],
        "JOBS": [6],
        "TOP": [],
    }


def test_literals_are_the_programmers() -> None:
    sources = ModuleSources()
    sources.add(read("NAMES = ['Mara', f'of {1}']\n"))
    assert "mara" in sources.literals


def test_the_latest_version_of_a_module_counts() -> None:
    sources = ModuleSources()
    sources.add(read("A = 1\n"))
    sources.add(read("\nA = 1\n"))
    found = sources.of_file("src/lib/state.py")
    assert found is sources.get("lib.state")
    assert found is not None
    assert found.declared["A"] == (2, 2)
    assert sources.of_file("src/other.py") is None
