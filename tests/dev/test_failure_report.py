"""What the overlay shows of a failure: the app's line, in many kinds of mistakes."""

from __future__ import annotations

import asyncio
import inspect
import linecache
import re
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dev.run_time_mistakes import MISTAKES, RunTimeMistake
from lissome.codec import EncodeError, uneval
from lissome.dev.failure_report import FailureReport
from lissome.dev.stack_frames import frames_of
from lissome.errors import AppError, RenderError
from lissome.server.hints import add_hint
from lissome.testing.fresh_modules import fresh_modules

ROUTE = "src/routes/+page.server.py"


def write(root: Path, file: str, text: str) -> Path:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip("\n"))
    linecache.checkcache()
    return path


def failure_of_load(root: Path, source: str) -> BaseException:
    """What the load of a route file fails with."""
    path = write(root, ROUTE, source)
    module = sys.modules["page_server"] = types.ModuleType("page_server")
    exec(compile(path.read_text(), str(path), "exec"), vars(module))
    try:
        result = module.load(None)
        if inspect.isawaitable(result):
            asyncio.run(_awaited(result))
    except BaseException as failure:  # noqa: BLE001 - any
        add_hint(failure)
        return failure
    raise AssertionError("it did not fail")


async def _awaited(result: Any) -> Any:
    return await result


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setitem(sys.modules, "page_server", types.ModuleType("page_server"))
    with fresh_modules(tmp_path):
        sys.path.insert(0, str(tmp_path / "src"))
        yield tmp_path


def line_of(file: Path) -> int:
    lines = file.read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith("# HERE"))


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.title.splitlines()[0])
def test_it_names_the_apps_line(root: Path, mistake: RunTimeMistake) -> None:
    expected = root / ROUTE
    if mistake.lib:
        expected = write(root, "src/lib/shop.py", mistake.lib)
    report = FailureReport.of(failure_of_load(root, mistake.source), root)
    assert report.title.startswith(mistake.title)
    assert report.place is not None
    assert (report.place.file, report.place.line) == (str(expected), line_of(expected))
    shown = report.message()
    assert re.search(rf"^> +{report.place.line} \| ", shown["frame"], re.MULTILINE)
    own = [frame for frame in shown["stacks"][0]["frames"] if frame["own"]]
    assert own[0]["place"] == f"{expected.relative_to(root)}:{report.place.line}"
    assert own[0]["open"].startswith(f"{expected}:{report.place.line}:")


def report_of(root: Path, title: str) -> FailureReport:
    mistake = next(one for one in MISTAKES if one.title.startswith(title))
    return FailureReport.of(failure_of_load(root, mistake.source), root)


def test_the_caret_is_below_what_failed(root: Path) -> None:
    frame = report_of(root, "KeyError: 'nickname'").message()["frame"].splitlines()
    failed, caret = frame[2], frame[3]
    assert failed[caret.index("^") : caret.rindex("^") + 1] == 'user["nickname"]'


def test_frames_of_packages_are_apart_and_lissomes_are_left_out(root: Path) -> None:
    frames = report_of(root, "JSONDecodeError").message()["stacks"][0]["frames"]
    assert [frame["own"] for frame in frames] == [False, False, False, True]
    assert frames[0]["place"].endswith("json/decoder.py:355")
    assert not any("lissome" in frame["place"] for frame in frames)


def test_exceptions_that_led_to_it(root: Path) -> None:
    stacks = report_of(root, "RuntimeError").message()["stacks"]
    assert [(stack["how"], stack["title"]) for stack in stacks] == [
        ("", ""),
        ("caused by", "KeyError: 'stock'"),
    ]
    assert stacks[1]["frames"][0]["source"] == '{}["stock"]'
    stacks = report_of(root, "NameError").message()["stacks"]
    assert stacks[1]["how"] == "while handling"


def test_exception_group(root: Path) -> None:
    stacks = report_of(root, "KeyError: 'second'").message()["stacks"]
    assert stacks[1]["how"] == "one of 1 in"
    assert stacks[1]["title"].startswith("ExceptionGroup: ")
    assert stacks[1]["frames"][-1]["function"] == "load"


def test_a_recursion_is_cut(root: Path) -> None:
    frames = report_of(root, "RecursionError").message()["stacks"][0]["frames"]
    assert len(frames) < 30
    assert sum(frame["skipped"] for frame in frames) > 900


def test_locals_by_number(root: Path) -> None:
    report = report_of(root, "KeyError: 'nickname'")
    assert report.message()["stacks"][0]["frames"][0]["locals"] == 2
    assert report.locals_of(0) == (("event", "None"), ("user", "{'name': 'Ada'}"))
    assert report.locals_of(7) == report.locals_of(-1) == ()


def test_what_a_load_returned(root: Path) -> None:
    write(root, ROUTE, "async def load(event):\n    return [1]\n")
    report = FailureReport.of(AppError(f"load in {ROUTE} returned a list; …"), root)
    assert report.place is not None
    assert (report.place.file, report.place.line) == (str(root / ROUTE), 2)


def test_a_value_that_cannot_be_sent(root: Path) -> None:
    source = "def load(event):\n    return {\n        'a': 1,\n        'call': [print],\n    }\n"
    write(root, ROUTE, source)
    with pytest.raises(EncodeError) as raised:
        uneval({"a": 1, "call": [print]})
    raised.value.add_note(f"returned by load in {ROUTE}")
    report = FailureReport.of(raised.value, root)
    assert report.title.startswith("Cannot send data.call[0] to the browser")
    assert report.place is not None
    assert report.place.line == 4


def test_syntax_error_of_a_module(root: Path) -> None:
    write(root, ROUTE, "x = 1\ndef f((:\n")
    with pytest.raises(SyntaxError) as raised:
        compile((root / ROUTE).read_text(), str(root / ROUTE), "exec")
    report = FailureReport.of(raised.value, root)
    assert report.place is not None
    assert report.place.line == 2
    assert "> 2 | def f((:" in report.message()["frame"]


def test_error_in_a_component(root: Path) -> None:
    write(root, "src/routes/+page.svelte", "<h1>{data.user.name}</h1>\n")
    stack = (
        "TypeError: Cannot read properties of undefined\n    at _page (src/routes/+page.svelte:1:16)\n"
        "    at Module.eval (node_modules/pretty/index.js:4:2)\n"
        "    at node_modules/svelte/src/internal/server/index.js:1:1"
    )
    failure = RenderError("Cannot read properties of undefined", name="TypeError", stack=stack)
    shown = FailureReport.of(failure, root).message()
    assert shown["title"] == "TypeError: Cannot read properties of undefined"
    assert shown["loc"]["line"] == 1
    assert "{data.user.name}" in shown["frame"]
    places = [(frame["place"], frame["own"]) for frame in shown["stacks"][0]["frames"]]
    assert [frame["function"] for frame in shown["stacks"][0]["frames"]] == ["_page", ""]
    assert places == [("src/routes/+page.svelte:1", True), ("node_modules/pretty/index.js:4", False)]


def test_secrets_are_not_in_the_title(root: Path) -> None:
    report = FailureReport.of(RuntimeError("GET https://example.com/?token=abc failed"), root)
    assert report.title == "RuntimeError: GET https://example.com/?… failed"
    assert report.place is None


def test_an_exception_that_cannot_be_shown(root: Path) -> None:
    class Failure(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    assert FailureReport.of(Failure(), root).title.endswith("Failure")


def test_nothing_of_the_request_is_kept(root: Path) -> None:
    failure = failure_of_load(root, MISTAKES[0].source)
    frames = frames_of(failure.__traceback__, root)
    assert all(isinstance(text, str) for frame in frames for pair in frame.locals for text in pair)
