"""Exceptions whose traceback begins in a test's file."""

from __future__ import annotations

from pathlib import Path


def failure_of(path: Path, source: str) -> Exception:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    try:
        exec(compile(source, str(path), "exec"), {})
    except Exception as failure:  # noqa: BLE001 - any
        return failure
    raise AssertionError("it did not fail")
