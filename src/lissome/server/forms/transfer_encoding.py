"""Parts in base64. RFC 7578 section 4.7 has no more use for that, and undici reads it; so do we."""

from __future__ import annotations

import binascii
from collections.abc import Callable
from typing import Final

_WHITE_SPACE: Final = b" \t\r\n"


class Base64:
    """Decodes data that comes in pieces.

    Args:
        write: takes what was decoded.
    """

    __slots__ = ("_rest", "_write")

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._rest = b""

    def write(self, data: bytes) -> None:
        """Decode more.

        Raises:
            ValueError: it is not base64.
        """
        data = self._rest + data.translate(None, _WHITE_SPACE)
        whole = len(data) // 4 * 4
        self._rest = data[whole:]
        self._write(binascii.a2b_base64(data[:whole], strict_mode=True))

    def end(self) -> None:
        """Decode the last characters, whose padding may be missing; raises as `write`."""
        if self._rest:
            self._write(binascii.a2b_base64(self._rest + b"=" * (4 - len(self._rest)), strict_mode=True))
