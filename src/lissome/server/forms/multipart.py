"""Bodies of the type multipart/form-data, read as they come.

python-multipart finds the parts. What a browser's form is, is decided here: whether it has come to its end,
what names are, what is a file, and how much is too much. Sources: RFC 7578, RFC 2046 section 5.1, and
https://html.spec.whatwg.org/#multipart-form-data; where they leave open what a server does, undici.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Final

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from starlette.datastructures import Headers, UploadFile

from lissome.errors import FrameworkError
from lissome.server.forms.disposition import parse_disposition
from lissome.server.forms.limits import FormLimits
from lissome.server.forms.transfer_encoding import Base64
from lissome.server.forms.uploads import Upload, Uploads

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks  # which it has for type checkers only

Value = str | UploadFile

_SILENT: Final = logging.Logger(__name__, logging.CRITICAL)  # noqa: LOG001 - not for anybody to configure
"""For the parser: what it has to say is in its exceptions too."""

MOST_HEADERS: Final = 32
"""Headers of one part. Browsers send two."""
LONGEST_HEADER: Final = 16 << 10
"""Bytes of one header of a part; names of fields and files are there."""


class MultipartReader:
    """Reads one body.

    Args:
        boundary: of the request's content type.
    """

    def __init__(self, boundary: bytes, limits: FormLimits) -> None:
        self._boundary = boundary
        self._limits = limits
        self._uploads = Uploads()
        self._items: list[tuple[str, Value]] = []
        self._counts = {"texts": 0, "files": 0}
        self._part = _Part()
        self._is_complete = False
        self._delimiter = b"\r\n--" + boundary
        # What came before the first delimiter is looked through and dropped (RFC 2046: the preamble).
        self._preamble: bytes | None = b"\r\n"

    async def read(self, stream: AsyncIterator[bytes]) -> list[tuple[str, Value]]:
        """Return the fields and files of the body, in order. The files are the caller's to close.

        Raises:
            FrameworkError: 400, the body is malformed, or ends before its closing delimiter; 413, it exceeds
                a limit. Its files are closed, as with any other exception.
        """
        try:
            parser = _parser(
                self._boundary, self._callbacks()
            )  # whose callbacks hold us, so we do not hold it
            async for chunk in stream:
                self._feed(parser, chunk)
                await self._uploads.flush()
            self._check_complete()
            await self._uploads.rewind()
        except BaseException:
            self._uploads.close()
            raise
        return self._items

    def _feed(self, parser: MultipartParser, chunk: bytes) -> None:
        if self._preamble is not None:
            chunk = self._after_preamble(self._preamble + chunk)
        try:
            if chunk:
                parser.write(chunk)
        except (FormParserError, ValueError) as failure:
            raise malformed(str(failure)) from failure

    def _after_preamble(self, seen: bytes) -> bytes:
        """Return what has come from the first delimiter on; nothing if it has not come yet."""
        start = seen.find(self._delimiter)
        if start == -1:
            self._preamble = seen[1 - len(self._delimiter) :]
            return b""
        self._preamble = None
        return seen[start + 2 :]

    def _check_complete(self) -> None:
        if self._is_complete:
            return
        came = f"{len(self._items)} whole parts came"
        raise FrameworkError(
            400, "Bad Request", f"incomplete form data: the body ends before its closing delimiter; {came}"
        )

    # -- what the parser finds

    def _callbacks(self) -> MultipartCallbacks:
        return {
            "on_part_begin": self._begin_part,
            "on_header_field": self._add_to_header_name,
            "on_header_value": self._add_to_header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._end_headers,
            "on_part_data": self._add_data,
            "on_part_end": self._end_part,
            "on_end": self._end,
        }

    def _begin_part(self) -> None:
        self._limits.check_count(len(self._items) + 1)
        self._part = _Part()

    def _add_to_header_name(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]

    def _add_to_header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]

    def _end_header(self) -> None:
        part = self._part
        part.headers.append((part.header_name.lower(), part.header_value))
        part.header_name = part.header_value = b""

    def _end_headers(self) -> None:
        part = self._part
        part.name, part.filename = parse_disposition(part.header(b"content-disposition") or b"")
        if part.filename is None:
            self._counts["texts"] += 1
            self._limits.check_texts(self._counts["texts"])
        else:
            self._counts["files"] += 1
            self._limits.check_files(self._counts["files"])
            part.upload = self._uploads.open()
        if (part.header(b"content-transfer-encoding") or b"").strip().lower() == b"base64":
            part.base64 = Base64(part.write)

    def _add_data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        write = part.write if part.base64 is None else part.base64.write
        write(data[start:end])
        self._limits.check_text_size(len(part.text))

    def _end_part(self) -> None:
        part = self._part
        if part.base64 is not None:
            part.base64.end()
            part.base64 = None
        if part.is_empty_input:  # Python's users ask whether there is a file, not whether it has a name
            self._uploads.drop_last()
            return
        self._items.append((part.name, part.value()))

    def _end(self) -> None:
        self._is_complete = True


class _Part:
    """The part that is being read."""

    __slots__ = ("base64", "filename", "header_name", "header_value", "headers", "name", "text", "upload")

    def __init__(self) -> None:
        self.header_name = self.header_value = b""
        self.headers: list[tuple[bytes, bytes]] = []
        self.name = ""
        self.filename: str | None = None
        self.text = bytearray()
        self.upload: Upload | None = None
        self.base64: Base64 | None = None

    def header(self, name: bytes) -> bytes | None:
        """Return the first header of a lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    def write(self, data: bytes) -> None:
        """Add to the text or the file."""
        if self.upload is None:
            self.text += data
        else:
            self.upload.write(data)

    @property
    def is_empty_input(self) -> bool:
        """True for what a browser sends of a file input in which nothing was chosen: no name, no bytes."""
        return self.upload is not None and not self.filename and not self.upload.size

    def value(self) -> Value:
        """Return the text, which is UTF-8 whatever its headers say, or the file."""
        if self.upload is None:
            return self.text.decode("utf-8", "replace")
        if self.header(b"content-type") is None:
            self.headers.append((b"content-type", b"text/plain"))  # RFC 7578 section 4.4
        headers = Headers(raw=self.headers)
        return UploadFile(self.upload.file, size=self.upload.size, filename=self.filename, headers=headers)  # type: ignore[arg-type] # as Starlette does


def _parser(boundary: bytes, callbacks: MultipartCallbacks) -> MultipartParser:
    try:
        parser = MultipartParser(
            boundary, callbacks, max_header_count=MOST_HEADERS, max_header_size=LONGEST_HEADER
        )
    except FormParserError as failure:
        raise malformed(str(failure)) from failure
    parser.logger = _SILENT
    return parser


def malformed(why: str) -> FrameworkError:
    """Return the failure of a form that is none."""
    return FrameworkError(400, "Bad Request", f"malformed form data: {why}")
