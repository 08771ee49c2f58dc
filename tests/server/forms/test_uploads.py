"""Uploaded files: in memory while they are small, on disk when they are not, and gone in the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

import pytest
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from lissome.errors import FrameworkError
from lissome.server.forms.uploads import FILE_IN_MEMORY, FORM_IN_MEMORY, Uploads
from server.forms.bodies import MULTIPART, part
from server.forms.reading import read
from server.forms.test_multipart import END

HEAD = part('name="f"; filename="a"', "")[:-2]


def file_of(size: int) -> list[bytes]:
    """A part with a file of this size, in pieces as they come over a connection."""
    return [HEAD, *(b"x" * min(65536, size - sent) for sent in range(0, size, 65536)), b"\r\n"]


def is_on_disk(upload: Any) -> bool:
    return bool(upload.file._rolled)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """The files that were made; all are closed in the end."""
    files: list[Any] = []

    class Recorded(SpooledTemporaryFile[bytes]):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            files.append(self)

    monkeypatch.setattr("lissome.server.forms.uploads.SpooledTemporaryFile", Recorded)
    yield files
    assert files
    assert all(file.closed for file in files)


async def test_a_large_file_is_on_disk(made: list[Any]) -> None:
    pieces = [*file_of(FILE_IN_MEMORY), *file_of(FILE_IN_MEMORY + 1), *file_of(3)]
    async with read(MULTIPART, *pieces, END).form() as form:
        uploads = form.getlist("f")
        assert [is_on_disk(upload) for upload in uploads] == [False, True, False]
        assert [upload.size for upload in uploads] == [FILE_IN_MEMORY, FILE_IN_MEMORY + 1, 3]  # type: ignore[union-attr]
        assert await uploads[1].read() == b"x" * (FILE_IN_MEMORY + 1)  # type: ignore[union-attr]
    assert len(made) == 3


async def test_many_files_are_on_disk(made: list[Any]) -> None:
    """Each is small enough for memory, and all of them are not."""
    size = FILE_IN_MEMORY * 9 // 10
    pieces = [piece for _ in range(30) for piece in file_of(size)]
    async with read(MULTIPART, *pieces, END).form() as form:
        uploads = form.getlist("f")
        in_memory = [upload for upload in uploads if not is_on_disk(upload)]
        assert len(in_memory) == FORM_IN_MEMORY // size
        assert all([await upload.read() == b"x" * size for upload in uploads])  # type: ignore[union-attr]
    assert len(made) == 30


async def test_room_is_given_back(made: list[Any]) -> None:
    """A file that goes to disk leaves its room to the next ones."""
    large = file_of(FILE_IN_MEMORY + 1)
    pieces = [*large * (2 * FORM_IN_MEMORY // FILE_IN_MEMORY), *file_of(FILE_IN_MEMORY), END]
    async with read(MULTIPART, *pieces).form() as form:
        assert {is_on_disk(upload) for upload in form.getlist("f")[:-1]} == {True}
        assert not is_on_disk(form["f"])
    assert made


async def test_the_order_of_what_waits(made: list[Any]) -> None:
    """What would fit into memory does not overtake what did not."""
    uploads = Uploads()
    for _ in range(FORM_IN_MEMORY // FILE_IN_MEMORY):
        uploads.open().write(b"x" * (FILE_IN_MEMORY - 1))
    file = uploads.open()
    for piece in (b"1", b"2" * 100, b"3", b"4" * 100, b"5"):
        file.write(piece)
    await uploads.rewind()
    assert file.file.read() == b"1" + b"2" * 100 + b"3" + b"4" * 100 + b"5"
    for each in made:
        each.close()


async def cancelled(pieces: list[bytes]) -> None:
    request = read(MULTIPART, *pieces)
    messages = request.receive

    async def receive() -> Any:
        message = await messages()
        if message["body"] == b"":
            raise TimeoutError
        return message

    request._receive = receive
    with suppress(TimeoutError):
        await request.form()


@pytest.mark.parametrize("size", [10, FILE_IN_MEMORY + 10])
async def test_gone_when_it_fails(size: int, made: list[Any]) -> None:
    """The body ends, is malformed, exceeds a limit, breaks off; or reading it is cancelled."""
    pieces = file_of(size)
    for body in (pieces, [*pieces, b"--x\r\nnonsense\r\n\r\n"]):
        with pytest.raises(FrameworkError):
            await read(MULTIPART, *body).form()
    with pytest.raises(FrameworkError):
        await read(MULTIPART, *pieces, *pieces, END, limit=1).form()
    with pytest.raises(ClientDisconnect):
        await read(MULTIPART, *pieces, breaks_off=True).form()
    await cancelled(pieces)
    assert len(made) == 5


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="Linux shows a process's open files")
async def test_no_file_stays_open() -> None:
    before = open_files()
    request = read(MULTIPART, *file_of(FILE_IN_MEMORY + 1), END)
    upload = (await request.form())["f"]
    assert isinstance(upload, UploadFile)
    assert open_files() == before + 1
    await request.close()
    assert open_files() == before
