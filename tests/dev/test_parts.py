"""The parts of `lissome dev` that need neither Vite nor a browser."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest
from watchfiles import Change

from lissome.dev.error_report import ErrorReport
from lissome.dev.log import Formatter
from lissome.dev.proxy import belongs_to_vite
from lissome.dev.unload_modules import unload_modules
from lissome.dev.vite import ViteError, free_port
from lissome.dev.watch import needs_manifest, needs_python


def failure_of(path: Path, source: str) -> Exception:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    try:
        exec(compile(source, str(path), "exec"), {})
    except Exception as failure:  # noqa: BLE001 - any
        return failure
    raise AssertionError("it did not fail")


@pytest.mark.parametrize(
    "path", ["/@vite/client", "/@fs/x/y.js", "/@id/__x00__z", "/src/app.css", "/src/a%20b"]
)
def test_vites_own_paths(tmp_path: Path, path: str) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "app.css").touch()
    (tmp_path / "src" / "a%20b").touch()
    assert belongs_to_vite(path, tmp_path, None)


@pytest.mark.parametrize(
    "path", ["/", "/@someone", "/src", "/src/none.js", "/src/../x", "/package.json", "/.env", ""]
)
def test_paths_of_the_app(tmp_path: Path, path: str) -> None:
    (tmp_path / "src").mkdir()
    for name in ("x", "package.json", ".env"):
        (tmp_path / name).touch()
    assert not belongs_to_vite(path, tmp_path, None)


def test_problem_of_a_syntax_error(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "x = 1\ndef f((:\n")
    problem = ErrorReport.of(failure, tmp_path)
    assert problem.place == "src/bad.py:2"
    assert problem.title.startswith("SyntaxError: ")
    assert "def f((:" in problem.details
    assert "^" in problem.details


def test_problem_of_an_import_error_shows_the_apps_own_frames(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "\n\nimport nothing_of_that_name\n")
    problem = ErrorReport.of(failure, tmp_path)
    assert problem.place == "src/bad.py:3"
    assert "nothing_of_that_name" in problem.title
    assert __file__ not in problem.details


def test_problem_page_escapes(tmp_path: Path) -> None:
    page = ErrorReport.of(ViteError("<script>", stack="a < b"), tmp_path).page("/base").decode()
    assert "<h1>&lt;script&gt;</h1>" in page
    assert "a &lt; b" in page
    assert "/base/@vite/client" in page


def test_tracebacks_begin_with_the_apps_own_code(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "1 / 0\n")
    record = logging.LogRecord(
        "x", logging.ERROR, "", 0, "it failed", (), (type(failure), failure, failure.__traceback__)
    )
    text = Formatter(tmp_path).format(record)
    assert 'File "src/bad.py", line 1' in text
    assert __file__ not in text


def test_forget_drops_the_apps_modules_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # packages without __init__.py, one in the other: the inner one looks for the outer one
    (tmp_path / "words" / "of").mkdir(parents=True)
    (tmp_path / "words" / "of" / "one.py").write_text("WORD = 1\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    __import__("words.of.one")
    unload_modules(tmp_path)
    assert not {"words", "words.of", "words.of.one"} & sys.modules.keys()
    assert "pytest" in sys.modules


@pytest.mark.parametrize(
    ("change", "path", "python", "manifest"),
    [
        (Change.modified, "/app/src/lib/db.py", True, False),
        (Change.modified, "/app/src/routes/+page.server.py", True, True),
        (Change.modified, "/app/src/routes/+page.svelte", False, False),
        (Change.modified, "/app/src/routes/+page.js", False, True),
        (Change.added, "/app/src/routes/new/+page.svelte", False, True),
        (Change.deleted, "/app/static/a.png", False, True),
        (Change.modified, "/app/src/app.html", False, True),
    ],
)
def test_what_a_change_means(change: Change, path: str, python: bool, manifest: bool) -> None:
    changes = {(change, path)}
    assert (needs_python(changes), needs_manifest(changes)) == (python, manifest)


def test_vites_port_is_none_of_outgoing_connections() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 25
    assert max(ports) < 32_768
