"""Upload 500 MB, and see that the worker's memory stays as it is.

A fixture app is built and served by `lissome serve` with one worker and a `body_size_limit` that allows it.
Over real sockets come one large file, many files that are each small enough for memory, and a client that
leaves in the middle. The RSS of the server's processes is sampled all the while. Fails when it rises by more
than a little, when what arrived is not what was sent, or when files are left open.
"""

import asyncio
import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import httpx
import psutil
import uvloop
from harness import usage

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from abandon import build_app
from fuzz import fresh

from support.apps import Apps
from support.server import Server, running

BENCH = Path(__file__).resolve().parent
BUILD = BENCH / "build" / "upload"
TARGET = "/worker/upload"
MB = 1 << 20
WARM_UP = 10 * MB
SMALL = 900 << 10
"""Bytes of each of the many files: below what one file may keep in memory."""
TOLERANCE = 32.0
"""MB that the processes may grow by: a form keeps up to 8 MB of its files in memory, the rest is buffers."""
EVERY = 0.02
"""Seconds between two looks at the memory."""
PATIENCE = 60.0
CHUNK = b"lissome\n" * (8 << 10)


@dataclass(frozen=True, slots=True)
class Upload:
    """What came of one upload.

    Attributes:
        grown: MB, at the most, above the memory before it.
        answer: what the endpoint said; None if the client left.
        expected: what it should say.
        open_files: more than before it.
    """

    name: str
    grown: float
    answer: dict[str, int | str] | None
    expected: dict[str, int | str] | None
    open_files: int


@click.command(help=__doc__)
@click.option("--mb", type=click.IntRange(1), default=500, show_default=True)
def main(*, mb: int) -> None:
    app = build_app(Apps(BENCH.parent / "tests" / "apps", fresh(BUILD)))
    with running(app, log_file=BUILD / "serve.log", env=env(mb)) as server:
        uploads = uvloop.run(play(server, mb * MB))
        log = server.log()
    for upload in uploads:
        click.echo(f"{upload.name}: RSS +{upload.grown:.1f} MB at the most; {upload.answer or 'it left'}")
    wrong = [
        *problems(uploads),
        *(line for line in log.splitlines() if "Error" in line or "Traceback" in line),
    ]
    click.echo("\n".join(wrong) or "flat")
    sys.exit(1 if wrong else 0)


def env(mb: int) -> dict[str, str]:
    """The server's settings: it takes that much, for as long as it takes."""
    return {"LISSOME_BODY_SIZE_LIMIT": str((mb + 20) * MB), "LISSOME_REQUEST_TIMEOUT": "0"}


async def play(server: Server, size: int) -> list[Upload]:
    """All kinds of upload, one after the other."""
    port = int(server.url.rpartition(":")[2])
    root = psutil.Process(server.process.popen.pid)
    await send(port, form_of([WARM_UP]), 0)
    many = [SMALL] * (size // SMALL)
    return [
        await observe(server, root, "one file", [size]),
        await observe(server, root, f"{len(many)} files", many),
        await observe(server, root, "a client that leaves", [size], leaves_after=size // 2),
    ]


async def observe(
    server: Server, root: psutil.Process, name: str, sizes: list[int], leaves_after: int = 0
) -> Upload:
    """Upload files, and watch the memory and the open files of the server."""
    port = int(server.url.rpartition(":")[2])
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE) as client:
        before = await look(client)
        rss = usage.rss_mb(root)
        work = asyncio.ensure_future(send(port, form_of(sizes), leaves_after))
        peak = rss
        while not work.done():
            peak = max(peak, usage.rss_mb(root))
            await asyncio.wait({work}, timeout=EVERY)
        after = await look_at_rest(client, before)
    answer = await work
    expected: dict[str, int | str] = {"files": len(sizes), "size": sum(sizes), "digest": digest_of(sizes)}
    return Upload(name, peak - rss, answer, None if leaves_after else expected, after - before)


async def look(client: httpx.AsyncClient) -> int:
    """How many files the worker has open."""
    return int((await client.get("/worker")).json()["fds"])


async def look_at_rest(client: httpx.AsyncClient, before: int) -> int:
    """The same, when the request has ended, or when there was time enough for that."""
    open_files = await look(client)
    async with asyncio.timeout(PATIENCE):
        while open_files > before:
            await asyncio.sleep(0.1)
            open_files = await look(client)
    return open_files


def form_of(sizes: list[int]) -> Iterator[tuple[bytes, int]]:
    """The pieces of a multipart body with files of these sizes, each with the bytes of the whole body."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n'
    end = b"--x--\r\n"
    length = sum(len(head) + size + 2 for size in sizes) + len(end)
    for size in sizes:
        yield head, length
        for piece in pieces(size):
            yield piece, length
        yield b"\r\n", length
    yield end, length


def pieces(size: int) -> Iterator[bytes]:
    """The content of a file of this size."""
    for sent in range(0, size, len(CHUNK)):
        yield CHUNK[: size - sent]


def digest_of(sizes: list[int]) -> str:
    """The SHA-256 of files of these sizes, one after the other."""
    digest = hashlib.sha256()
    for size in sizes:
        for piece in pieces(size):
            digest.update(piece)
    return digest.hexdigest()


async def send(
    port: int, form: Iterator[tuple[bytes, int]], leaves_after: int
) -> dict[str, int | str] | None:
    """Post a form over a connection of its own, no faster than it is taken; or leave after so many bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    sent = 0
    for piece, length in form:
        if not sent:
            writer.write(head(length))
        writer.write(piece)
        await writer.drain()
        sent += len(piece)
        if leaves_after and sent > leaves_after:
            writer.transport.abort()
            return None
    said = await reader.read()
    writer.close()
    answer: dict[str, int | str] = json.loads(said.partition(b"\r\n\r\n")[2])
    return answer


def head(length: int) -> bytes:
    """The head of the request."""
    lines = [f"POST {TARGET} HTTP/1.1", "host: localhost", "origin: http://localhost", "connection: close"]
    lines += ["content-type: multipart/form-data; boundary=x", f"content-length: {length}", "", ""]
    return "\r\n".join(lines).encode()


def problems(uploads: list[Upload]) -> Iterator[str]:
    """What is wrong, in words."""
    for upload in uploads:
        if upload.grown > TOLERANCE:
            yield f"{upload.name}: the memory rose by {upload.grown:.1f} MB"
        if upload.answer != upload.expected:
            yield f"{upload.name}: {upload.answer} arrived, not {upload.expected}"
        if upload.open_files > 0:
            yield f"{upload.name}: {upload.open_files} files are still open"


if __name__ == "__main__":
    main()
