"""Large uploads: a short run of `make upload`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import upload
from upload import MB, Upload

from conftest import Serve

SIZE = 64
"""MB: twice what the memory may grow by."""


@pytest.mark.timeout(900)
@pytest.mark.slow
def test_large_uploads_do_not_fill_the_memory(streaming_app: Path, serve: Serve) -> None:
    with serve(streaming_app, env=upload.env(SIZE)) as server:
        uploads = asyncio.run(upload.play(server, SIZE * MB))
        log = server.log()
    assert list(upload.problems(uploads)) == []
    assert [each.name for each in uploads] == [
        "one file",
        f"{SIZE * MB // upload.SMALL} files",
        "a client that leaves",
    ]
    assert "Traceback" not in log


def test_what_is_wrong_is_found() -> None:
    said: dict[str, int | str] = {"files": 1, "size": 2, "digest": "x"}
    assert list(upload.problems([Upload("a", 10.0, said, said, 0), Upload("b", 0.0, None, None, -1)])) == []
    assert list(upload.problems([Upload("a", 90.0, said, said, 0)])) == ["a: the memory rose by 90.0 MB"]
    assert list(upload.problems([Upload("a", 0.0, None, said, 2)])) == [
        f"a: None arrived, not {said}",
        "a: 2 files are still open",
    ]


def test_a_form_has_the_length_that_it_says() -> None:
    body = list(upload.form_of([10, len(upload.CHUNK) + 1, 0]))
    assert {length for _, length in body} == {sum(len(piece) for piece, _ in body)}
    assert upload.digest_of([3, 4]) == upload.digest_of([3, 4])
