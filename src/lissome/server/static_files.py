"""Static files: the browser bundle and what the app has in `static/`.

A table of every file is made once, at start. A request is then one dictionary lookup. A path that is not in
the table cannot be served, whatever it contains, so there is no traversal to guard against. A page request
pays nothing for the files it is not about.

Headers follow SvelteKit's adapter-node 6 (rules of its src/static.js): a strong etag of the content, the same
on every host; cache-control for content-hashed files only; precompressed variants; ranges.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

import xxhash
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from lissome.routing.paths import decode_pathname
from lissome.server.http.accept import preferred_encoding
from lissome.server.http.conditional import is_not_modified, is_range_current
from lissome.server.http.ranges import byte_range
from lissome.server.responses import BytesResponse

logger = logging.getLogger("lissome.server")

IMMUTABLE = "public,max-age=31536000,immutable"

# Suffix of a variant, and its name in content-encoding; of two that a client likes equally the first wins.
ENCODINGS: Final = MappingProxyType({"br": ".br", "gzip": ".gz"})

# What a path cannot have but escaped, and the escapes. They stay when a path is decoded (`decode_pathname`).
_ESCAPES: Final = MappingProxyType({"%": "%25", "?": "%3F", "#": "%23"})


@dataclass(frozen=True, slots=True)
class Variant:
    """One representation of a file: as it is, or compressed.

    Attributes:
        path: where it lies.
        stat: its size, which the ranges of a response are computed from.
        etag: its strong validator, quotes included.
        headers: everything that a complete response says, content-length excepted.
    """

    path: str
    stat: os.stat_result
    etag: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that can be asked for.

    Attributes:
        plain: the file itself.
        encoded: its compressed variants by content-encoding; empty when the build made none.
    """

    plain: Variant
    encoded: Mapping[str, Variant]

    def choose(self, accept_encoding: str | None) -> Variant:
        """The variant that the client prefers."""
        if not self.encoded or not accept_encoding:
            return self.plain
        encoding = preferred_encoding(accept_encoding, tuple(self.encoded))
        return self.plain if encoding is None else self.encoded[encoding]


class Files(Protocol):
    """Files with addresses of their own, which no route answers."""

    def find(self, path: str, /) -> Any:
        """Return what `respond` takes for the file at a path; None if there is none.

        Args:
            path: with `base`, decoded by `decoded`.
        """

    async def respond(self, entry: Any, /, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request for what `find` has found."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be asked for, not read yet.

    Attributes:
        file: where it lies.
        content_type: None leaves it to the browser.
        cache_control: None leaves it to caches.
    """

    file: Path
    content_type: str | None
    cache_control: str | None

    def entry(self) -> Entry:
        """Read it.

        Raises:
            OSError: it is gone.
        """
        return _entry(self.file, self.content_type, self.cache_control)


class StaticFiles:
    """The files of one directory, as they were when the server started.

    Attributes:
        find: see `Files`. Every request is looked up, so this is the dictionary's own function.
    """

    def __init__(
        self,
        directory: Path,
        *,
        base: str,
        app_dir: str,
        mime_types: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Read the directory.

        Args:
            directory: `build/client`. A directory that is missing has no files.
            base: kit's `paths.base`, such as ``/docs``, or ``""``; not a part of the names in `directory`.
            app_dir: kit's `appDir`; what lies in its `immutable` folder never changes.
            mime_types: content types by suffix, from the manifest.
        """
        sources = find_sources(directory, base=base, app_dir=app_dir, mime_types=mime_types)
        entries = {source.file: source.entry() for source in dict.fromkeys(sources.values())}
        self.find: Callable[[str], Entry | None] = {
            path: entries[source.file] for path, source in sources.items()
        }.get

    async def respond(self, entry: Entry, scope: Scope, receive: Receive, send: Send) -> None:
        """See `send_file`."""
        await send_file(entry, scope, receive, send)


async def send_file(entry: Entry, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer a request for a file: GET and HEAD, conditional or not, whole or a range."""
    response, scope = _response(entry, scope)
    begun = asyncio.Event()

    async def note_begin(message: Message) -> None:
        await send(message)
        if message["type"] != "http.response.start":
            begun.set()

    async def receive_later() -> Message:
        # Starlette ends a response when the client disconnects. granian also reports a disconnect when a
        # request's body is truncated; without an answer of ours it would send a 500.
        await begun.wait()
        return await receive()

    await response(scope, receive_later, note_begin)


def find_sources(
    directory: Path, *, base: str, app_dir: str, mime_types: Mapping[str, str]
) -> dict[str, Source]:
    """The files of a directory by the paths, ``base`` included, that they can be asked for by."""
    sources = {
        f"{base}/{name}": Source(file, _content_type(name, mime_types), _cache_control(name, app_dir))
        for name, file in _servable(directory)
    }
    _add_html_aliases(sources)
    _add_escaped_aliases(sources)
    return sources


def decoded(path: str) -> str:
    """A path with escapes, as `find_sources` names it."""
    with suppress(ValueError):  # malformed: perhaps a name with a lone %, as adapter-node has it
        return decode_pathname(path)
    return path


def _add_html_aliases(sources: dict[str, Source]) -> None:
    """`/foo` and `/foo/` mean foo.html, or foo/index.html when only that exists."""
    for path, source in sorted(sources.items(), key=lambda pair: pair[0]):
        if path.endswith(".html"):
            folder = path.removesuffix("index.html") if path.endswith("/index.html") else path[:-5] + "/"
            sources.setdefault(folder, source)
            if len(folder) > 1:
                sources.setdefault(folder[:-1], source)


def _add_escaped_aliases(sources: dict[str, Source]) -> None:
    """`/50%25.txt` means the file `50%.txt`; adapter-node cannot be asked for such files."""
    for path, source in list(sources.items()):
        sources.setdefault("".join(_ESCAPES.get(letter, letter) for letter in path), source)


class _Content(FileResponse):
    """Starlette's file response, for its ranges and zero-copy sending, with headers made at start."""

    def __init__(self, variant: Variant) -> None:
        super().__init__(variant.path, headers=variant.headers, media_type="", stat_result=variant.stat)
        if not self.headers["content-type"]:
            del self.headers["content-type"]  # unknown: the browser decides, as with adapter-node

    def set_stat_headers(self, stat_result: os.stat_result) -> None:
        """Only the length: an etag of the content is there, and last-modified differs from host to host."""
        self.headers["content-length"] = str(stat_result.st_size)


def _response(entry: Entry, scope: Scope) -> tuple[Response, Scope]:
    """The answer, and the scope that it is to be sent with."""
    if scope["method"] not in {"GET", "HEAD"}:
        logger.info("%s %s: it is a static file, for GET and HEAD", scope["method"], scope["path"])
        return Response(status_code=405, headers={"allow": "GET, HEAD"}), scope
    headers = Headers(scope=scope)
    variant = entry.choose(headers.get("accept-encoding"))
    if is_not_modified(headers.get("if-none-match"), variant.etag):
        return _not_modified(variant), scope
    if "range" not in headers:
        return _Content(variant), scope
    size = variant.stat.st_size
    is_current = is_range_current(headers.get("if-range"), variant.etag)
    wanted = byte_range(headers["range"], size) if is_current else None
    if wanted is not None and not wanted:
        return BytesResponse(b"", 416, [(b"content-range", b"bytes */%d" % size)]), scope
    return _Content(variant), _with_range(scope, wanted)


def _not_modified(variant: Variant) -> Response:
    kept = {"etag", "vary", "cache-control"} & variant.headers.keys()
    return Response(status_code=304, headers={name: variant.headers[name] for name in kept})


def _with_range(scope: Scope, wanted: range | None) -> Scope:
    """The scope with what became of its range: Starlette would judge the headers by its own rules."""
    headers = [header for header in scope["headers"] if header[0] not in {b"if-range", b"range"}]
    if wanted is not None:
        headers.append((b"range", b"bytes=%d-%d" % (wanted.start, wanted.stop - 1)))
    return {**scope, "headers": headers}


def _servable(directory: Path) -> Iterator[tuple[str, Path]]:
    """Every file below `directory` with its name in URLs, but dotfiles; in .well-known these too."""
    for folder, _, files in os.walk(directory):
        relative = Path(folder).relative_to(directory)
        names = set(files)
        for name in files:
            path = relative / name
            if not (_is_hidden(path) or _is_variant(name, names)):
                yield path.as_posix(), Path(folder, name)


def _is_hidden(path: Path) -> bool:
    return path.parts[0] != ".well-known" and any(part[0] == "." for part in path.parts)


def _content_type(name: str, types: Mapping[str, str]) -> str | None:
    """As kit found it when it built; None leaves it to the browser."""
    _, dot, suffix = name.rpartition(".")
    found = (dot and types.get(dot + suffix)) or None
    return "text/html;charset=utf-8" if found == "text/html" else found


def _cache_control(name: str, app_dir: str) -> str | None:
    if name.startswith(f"{app_dir}/immutable/"):
        return IMMUTABLE
    # A cache that answered for it would hide a new version from those who ask whether there is one.
    return "no-cache" if name == f"{app_dir}/version.json" else None


def _is_variant(name: str, names: set[str]) -> bool:
    """True if the file is the compressed form of another one, and so not served by its own name."""
    return any(name.endswith(suffix) and name.removesuffix(suffix) in names for suffix in ENCODINGS.values())


def _entry(file: Path, content_type: str | None, cache_control: str | None) -> Entry:
    digest = _digest(file)
    compressed = {encoding: file.with_name(file.name + suffix) for encoding, suffix in ENCODINGS.items()}
    present = {encoding: path for encoding, path in compressed.items() if path.is_file()}
    common = {
        "accept-ranges": "bytes",
        **({"content-type": content_type} if content_type else {}),
        **({"cache-control": cache_control} if cache_control else {}),
        **({"vary": "Accept-Encoding"} if present else {}),
    }
    return Entry(
        plain=_variant(file, f'"{digest}"', common),
        encoded=MappingProxyType(
            {
                encoding: _variant(
                    path, f'"{digest}.{path.suffix[1:]}"', {**common, "content-encoding": encoding}
                )
                for encoding, path in present.items()
            }
        ),
    )


def _variant(path: Path, etag: str, headers: dict[str, str]) -> Variant:
    return Variant(str(path), path.stat(), etag, MappingProxyType({**headers, "etag": etag}))


def _digest(file: Path) -> str:
    """A hash of the content, read in pieces: `static/` may hold films."""
    state = xxhash.xxh3_64()
    with file.open("rb") as opened:
        while piece := opened.read(1 << 20):
            state.update(piece)
    return state.hexdigest()
