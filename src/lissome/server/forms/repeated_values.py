"""In dev: a form of which only the last of several values is read.

Starlette's `form.get(name)` gives the last value of a name, the web's `formData.get(name)` the first. Who
moves from one to the other, or forgets that checkboxes of one name are several values, is told so once per
place.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData, UploadFile

logger = logging.getLogger("lissome.server")


class RepeatedValues:
    """Remembers the places in the app that it has told of."""

    def __init__(self) -> None:
        self._told: set[tuple[str, int]] = set()

    def make_form(self, items: list[tuple[str, str | UploadFile]]) -> FormData:
        """Return a form that tells."""
        return _TellingForm(items, self)

    def tell(self, read: str, name: str, count: int) -> None:
        """Log that a read of the app's, two frames up, gives one of several values."""
        frame = sys._getframe(2)  # noqa: SLF001 - who reads
        place = (frame.f_code.co_filename, frame.f_lineno)
        if place in self._told:
            return
        self._told.add(place)
        logger.warning(
            "%s:%d: %s has %d values and gives the last one; form.getlist(%r) gives all",
            _relative(place[0]),
            place[1],
            read.format(name),
            count,
            name,
        )


class _TellingForm(FormData):
    """A form that tells when one of several values is read."""

    def __init__(self, items: list[tuple[str, str | UploadFile]], repeated: RepeatedValues) -> None:
        super().__init__(items)
        self._repeated = repeated

    def get(self, key: Any, default: Any = None) -> Any:
        """See Starlette's."""
        values = self.getlist(key)
        if len(values) > 1:
            self._repeated.tell("form.get({!r})", key, len(values))
        return values[-1] if values else default

    def __getitem__(self, key: Any) -> Any:
        values = self.getlist(key)
        if len(values) > 1:
            self._repeated.tell("form[{!r}]", key, len(values))
        return super().__getitem__(key)


def _relative(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
