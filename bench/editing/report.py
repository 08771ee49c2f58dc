"""Results as JSON for the result file, and as rows of tables. Pure functions."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from harness.stats import quartiles, spread

from editing.apps import App
from editing.session import SIDES, Edited

EDIT_GOAL_MS: Final = 100.0  # more than vite's own median
START_GOAL_S: Final = 2.0  # the demo's first page, with caches

EDIT_COLUMNS: Final = (
    *("app", "edit of", "lissome dev ms", "vite dev ms", "difference", "goal"),
    *("least ms", "page alone ms"),  # ours / theirs
)
START_COLUMNS: Final = ("app", "first page", "start", "lissome dev s", "vite dev s", "goal")
MEMORY_COLUMNS: Final = ("app", "after the edits of", "python MB", "lissome dev MB", "vite dev MB")


def app_json(
    app: App, edited: Sequence[Edited], started: Mapping[str, dict[str, list[float]]] | None
) -> dict[str, Any]:
    """What was measured on an app."""
    return {
        "name": app.name,
        "title": app.title,
        "edits": [_edit_json(one) for one in edited],
        "starts": [{"page": app.page, "seconds": {side: _rounded(kinds) for side, kinds in started.items()}}]
        if started
        else [],
    }


def _edit_json(one: Edited) -> dict[str, Any]:
    figures = {}
    for side in SIDES:
        times = [1000 * shown.seconds for shown in one.shown[side]]
        figures[side] = {
            "ms": {name: round(value, 1) for name, value in asdict(quartiles(times)).items()},
            "all_ms": [round(value, 1) for value in times],
            "requests": statistics.median(shown.requests for shown in one.shown[side]),
            "page_ms": round(statistics.median(one.page_ms[side]), 1),
            **one.memory[side],
        }
    edit = one.edit
    return {
        "name": edit.name,
        "page": edit.address,
        "file": str(edit.file),
        "goal_ms": edit.goal,
        **figures,
    }


def _rounded(kinds: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    return {kind: [round(value, 3) for value in values] for kind, values in kinds.items()}


def edit_rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row for each edit: median with quartiles of both sides, and the goal."""
    for app, edit in _each(result, "edits"):
        ours, theirs = (edit[side]["ms"] for side in SIDES)
        more = ours["median"] - theirs["median"]
        yield (
            app["title"],
            edit["name"],
            *(f"{ms['median']:.0f} ({ms['lower']:.0f}-{ms['upper']:.0f})" for ms in (ours, theirs)),
            f"{more:+.0f}",
            _goal(edit.get("goal_ms"), ours["median"], more),
            " / ".join(f"{min(edit[side]['all_ms']):.0f}" for side in SIDES),
            " / ".join(f"{edit[side]['page_ms']:.0f}" for side in SIDES),
        )


def _goal(own: float | None, median: float, more: float) -> str:
    if own is not None:
        return f"≤ {own:.0f}: {_verdict(median <= own)}"
    return f"≤ +{EDIT_GOAL_MS:.0f}: {_verdict(more <= EDIT_GOAL_MS)}"


def start_rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Two rows for each first page: without caches and with them."""
    for app, start in _each(result, "starts"):
        for kind in ("cold", "warm"):
            ours, theirs = (spread(start["seconds"][side][kind]) for side in SIDES)
            has_goal = app["name"] == "demo" and kind == "warm"
            goal = f"≤ {START_GOAL_S:.0f}: {_verdict(ours.median <= START_GOAL_S)}" if has_goal else ""
            shown = (f"{one.median:.2f} ({one.min:.2f}-{one.max:.2f})" for one in (ours, theirs))
            yield app["title"], start["page"], kind, *shown, goal


def memory_rows(result: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """A row for each edit: what the servers hold after it and those before it."""
    for app, edit in _each(result, "edits"):
        ours, theirs = (edit[side] for side in SIDES)
        sizes = (ours["process_mb"], ours["tree_mb"], theirs["tree_mb"])
        yield app["title"], edit["name"], *(f"{size:.0f}" for size in sizes)


def _each(result: Mapping[str, Any], what: str) -> Iterator[tuple[Any, Any]]:
    for app in result["apps"]:
        for one in app[what]:
            yield app, one


def _verdict(kept: bool) -> str:  # noqa: FBT001 - the one argument
    return "kept" if kept else "missed"
