"""The pieces of bench/edit.py, and that the app of 300 routes is what it says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from editing import edits, report, routes
from editing.apps import DEMO, demo_edits, routes_edits
from editing.edits import Edit, EditError, restored, save_and_watch
from harness.projects import APP
from harness.stats import quartiles


def test_there_are_300_routes_and_the_same_each_time() -> None:
    made = dict(routes.files())
    assert made == dict(routes.files())
    assert sum(name.name == "+page.svelte" for name in made) == 300
    assert len({page.address for page in routes.pages()}) == 300


def test_every_import_of_the_routes_has_its_file() -> None:
    made = {name.as_posix() for name in dict(routes.files())}
    written = {f.relative_to(APP / "routes").as_posix() for f in (APP / "routes").rglob("*") if f.is_file()}
    for name, text in routes.files():
        for line in text.splitlines():
            _, _, target = line.strip().rstrip(";").partition(" from ")
            target = target.strip("'")
            if target.startswith("#lib/"):
                assert target.replace("#lib/", "src/lib/") in made | written
            elif target.startswith("./"):
                assert (name.parent / target).as_posix() in made


def test_the_leaf_is_three_levels_below_its_page() -> None:
    made = dict(routes.files())
    page = routes.pages()[3]
    text = made[page.folder / "+page.svelte"]
    file = page.folder
    for kind in ("Panel", "Block", "Leaf"):
        number = text.split(f"/{kind}", 1)[1].split(".svelte", 1)[0]
        file = routes.COMPONENTS / f"{kind}{number}.svelte"
        text = made[file]
    assert file == routes.leaf_below(page)


def test_libraries_are_used_on_some_pages_and_all_of_them_on_few() -> None:
    counts = [len(page.libraries) for page in routes.pages()]
    assert (counts.count(0), counts.count(1), counts.count(3)) == (249, 45, 6)


def test_versions_are_exact() -> None:
    assert all(version.replace(".", "").isdigit() for version in routes.LIBRARIES.values())


def test_edits_find_their_place() -> None:
    made = dict(routes.files())
    for edit in routes_edits():
        assert "here-it-is" in edit.text(made[edit.file], "here-it-is")
    for edit in demo_edits():
        assert "here-it-is" in edit.text((DEMO / edit.file).read_text(), "here-it-is")


@pytest.mark.parametrize("original", ["<h1>", "<p>Hi</p>", "Page Page"])
def test_a_place_that_is_not_there_once_is_refused(original: str) -> None:
    with pytest.raises(EditError, match="and not once"):
        Edit("page", "/", Path("a.svelte"), "Page", "MARKER").text(original, "x")


def test_a_file_is_as_before_after_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "a.svelte"
    file.write_text("before")
    with suppress(KeyboardInterrupt), restored(file) as original:
        assert original == "before"
        file.write_text("edited")
        raise KeyboardInterrupt
    assert file.read_text() == "before"


@contextmanager
def slow_to_see(file: Path, requests: int) -> Iterator[httpx.Client]:
    """A server that shows what the file was, and from the n-th request on what it is."""
    before, seen = file.read_text(), []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            body = (file.read_text() if len(seen) >= requests else before).encode()
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        with httpx.Client(base_url=url, trust_env=False) as client:
            yield client
        server.shutdown()
        thread.join()


def test_the_page_is_asked_for_until_it_shows_the_edit(tmp_path: Path) -> None:
    file = tmp_path / "a.svelte"
    file.write_text("before")
    with slow_to_see(file, 4) as client:
        shown = save_and_watch(client, "/", file, "after", "after")
    assert shown.requests == 4
    assert shown.seconds > 0


def test_an_edit_that_never_shows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "PATIENCE", 0)
    file = tmp_path / "a.svelte"
    file.write_text("before")
    with (
        slow_to_see(file, 1000) as client,
        pytest.raises(EditError, match=r"(?s)does not show the edit of .*before"),
    ):
        save_and_watch(client, "/page", file, "after", "after")


def test_quartiles() -> None:
    figures = quartiles([5.0, 1.0, 2.0, 4.0, 3.0])
    assert (figures.lower, figures.median, figures.upper) == (2.0, 3.0, 4.0)
    assert quartiles([7.0]).upper == 7.0


def side(median: float, start: float) -> tuple[dict[str, Any], dict[str, list[float]]]:
    ms = {"lower": median, "median": median, "upper": median}
    edit = {"ms": ms, "all_ms": [median], "page_ms": 1.0, "process_mb": 90.0, "tree_mb": 400.0}
    return edit, {"cold": [9.0], "warm": [start]}


@pytest.mark.parametrize(("edit_ms", "start_s", "verdict"), [(150, 2.0, "kept"), (151, 2.1, "missed")])
def test_goals_are_judged_by_medians(edit_ms: float, start_s: float, verdict: str) -> None:
    (ours, our_starts), (theirs, their_starts) = side(edit_ms, start_s), side(50, 1)
    edit = {"name": "page", "lissome": ours, "vite": theirs}
    start = {"page": "/", "seconds": {"lissome": our_starts, "vite": their_starts}}
    result = {"apps": [{"name": "demo", "title": "the demo", "edits": [edit], "starts": [start]}]}
    assert [row[5] for row in report.edit_rows(result)] == [f"≤ +100: {verdict}"]
    assert [row[5] for row in report.start_rows(result)] == ["", f"≤ 2: {verdict}"]
    assert [row[2:] for row in report.memory_rows(result)] == [("90", "400", "400")]
