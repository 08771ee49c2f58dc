"""Reports of errors that keep the app from running."""

from __future__ import annotations

from pathlib import Path

from dev.failures import failure_of
from lissome.dev.error_report import ErrorReport
from lissome.dev.vite_process import ViteError
from lissome.errors import AppError


def test_report_of_a_syntax_error(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "x = 1\ndef f((:\n")
    report = ErrorReport.of(failure, tmp_path)
    assert report.place == "src/bad.py:2"
    assert report.title.startswith("SyntaxError: ")
    assert "def f((:" in report.details
    assert "^" in report.details


def test_report_of_an_import_error_shows_the_apps_own_frames(tmp_path: Path) -> None:
    failure = failure_of(tmp_path / "src" / "bad.py", "\n\nimport nothing_of_that_name\n")
    report = ErrorReport.of(failure, tmp_path)
    assert report.place == "src/bad.py:3"
    assert "nothing_of_that_name" in report.title
    assert "failures.py" not in report.details


def test_report_page_escapes(tmp_path: Path) -> None:
    page = ErrorReport.of(ViteError("<script>", stack="a < b"), tmp_path).page("/base").decode()
    assert "<h1>&lt;script&gt;</h1>" in page
    assert "a &lt; b" in page
    assert "/base/@vite/client" in page


def test_a_refused_function_is_named_once(tmp_path: Path) -> None:
    file = "src/routes/+page.server.py"
    report = ErrorReport.of_module(AppError(f"{file}: load: the event comes first"), tmp_path, file)
    assert report.text() == f"{file}:1  load: the event comes first"
