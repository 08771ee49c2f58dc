from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path

import pytest

from support.build_cache import COMPLETE, KEPT_SECONDS, BuildCache, digest_of


def write(folder: Path) -> None:
    with (folder / "file").open("a") as file:
        file.write("made\n")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    first = BuildCache(tmp_path).get("app", "1" * 64, write)
    assert BuildCache(tmp_path).get("app", "1" * 64, write) == first
    assert (first.name, (first / "file").read_text()) == ("app", "made\n")
    assert BuildCache(tmp_path).get("app", "2" * 64, write) != first


def test_what_could_not_be_made_is_made_anew(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write(folder)
        raise ValueError

    with pytest.raises(ValueError):
        BuildCache(tmp_path).get("app", "1", fail)
    assert (BuildCache(tmp_path).get("app", "1", write) / "file").read_text() == "made\n"


def make_slowly(folder: Path) -> None:
    (folder / f"by-{os.getpid()}").touch()
    time.sleep(0.1)


def get(folder: Path) -> None:
    BuildCache(folder).get("app", "1", make_slowly)


def test_two_processes_never_make_the_same_folder(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=get, args=(tmp_path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert len(list(tmp_path.glob("app-*/app/by-*"))) == 1


def test_a_changed_folder_is_told_and_made_anew(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path)
    folder = cache.get("app", "1", write)
    assert cache.take_changed() == []
    cache.get("app", "1", write)
    (folder / "file").write_text("changed")
    (folder / "build").mkdir()
    (folder / "build" / "more").touch()
    assert cache.take_changed() == [folder / "build" / "more", folder / "file"]
    assert (cache.get("app", "1", write) / "file").read_text() == "made\n"


def test_what_nobody_uses_is_deleted_when_something_is_made(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path)
    old, used = cache.get("old", "1", write), cache.get("used", "1", write)
    for folder in (old, used):
        long_ago = time.time() - KEPT_SECONDS - 1
        os.utime(folder.with_name(COMPLETE), (long_ago, long_ago))
    cache.get("used", "1", write)
    cache.get("new", "1", write)
    assert not old.exists()
    assert used.exists()


def test_a_digest_knows_names_and_contents_and_nothing_that_tools_made(tmp_path: Path) -> None:
    app = tmp_path / "app"
    (app / "src" / "build").mkdir(parents=True)
    (app / "src" / "build" / "page.py").write_text("a")
    before = digest_of([app], 24)
    assert digest_of([app], 25) != before
    for made in (
        "build/x",
        "node_modules/x",
        "src/__pycache__/x",
        ".svelte-kit/x",
        ".lissome/x",
        "app.db-wal",
    ):
        (app / made).parent.mkdir(parents=True, exist_ok=True)
        (app / made).touch()
    assert digest_of([app], 24) == before
    (app / "src" / "build" / "page.py").write_text("b")
    assert digest_of([app], 24) != before
    (app / "src" / "build" / "page.py").write_text("a")
    (app / "src" / "build" / "page.py").rename(app / "src" / "build" / "other.py")
    assert digest_of([app], 24) != before
