"""Each function and attribute that changes the process is watched, and what is taken back is silent."""

from __future__ import annotations

import pytest

from support.changes_of_process import CHANGES
from support.tracked_app import TrackedApp


@pytest.mark.parametrize("name", CHANGES)
async def test_changes_are_found(small_app: TrackedApp, name: str) -> None:
    imports, change, undo = CHANGES[name]
    module = small_app.module(f"{imports}\nasync def serve():\n    {change}  # HERE\n")
    try:
        await small_app.request(module.serve)
        await small_app.tracker.settle()
    finally:
        exec(undo, vars(module))
    assert [finding.kind for finding in small_app.findings] == ["process"]
    assert small_app.findings[0].line == small_app.line()


@pytest.mark.parametrize("name", CHANGES)
async def test_changes_that_are_taken_back_are_silent(small_app: TrackedApp, name: str) -> None:
    imports, change, undo = CHANGES[name]
    module = small_app.module(f"{imports}\nasync def serve():\n    {change}\n    {undo}\n")
    await small_app.request(module.serve)
    await small_app.tracker.settle()
    assert small_app.findings == []
