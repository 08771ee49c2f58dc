"""An edit: a file is saved, and its page is asked for until it shows what was saved."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 60.0  # seconds until an edit counts as lost


class EditError(Exception):
    """An edit cannot be made, or does not show."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A place in a file where a marker is written, and the page that shows it.

    Attributes:
        address: the page.
        file: relative to the app.
        old: what stands there, once in the file.
        new: what is written instead, with MARKER in it.
        goal: the most milliseconds until it shows, if that is not measured by SvelteKit's.
        in_kit: the same place in SvelteKit's app, if it is in another file there.
    """

    name: str
    address: str
    file: Path
    old: str
    new: str
    goal: float | None = None
    in_kit: "Edit | None" = None

    def text(self, original: str, marker: str) -> str:
        """The file with a marker in it.

        Raises:
            EditError: the place is not there, or not alone.
        """
        if original.count(self.old) != 1:
            raise EditError(f"{self.file} has {self.old!r} {original.count(self.old)} times, and not once.")
        return original.replace(self.old, self.new.replace("MARKER", marker))


@dataclass(frozen=True, slots=True)
class Shown:
    """How an edit came to be seen.

    Attributes:
        seconds: from the end of the writing to the end of the response that shows it.
        requests: how many it took, this one included.
    """

    seconds: float
    requests: int


@contextmanager
def restored(file: Path) -> Iterator[str]:
    """The text of a file, which is there again after the block."""
    original = file.read_text()
    try:
        yield original
    finally:
        file.write_text(original)


def save_and_watch(client: httpx.Client, address: str, file: Path, text: str, marker: str) -> Shown:
    """Write the file, then ask for the page again and again, without a pause.

    Raises:
        EditError: the page does not show the marker; with what it shows instead.
    """
    file.write_text(text)
    began = time.perf_counter()
    requests = 1
    while marker.encode() not in (response := client.get(address)).content:
        requests += 1
        if time.perf_counter() - began > PATIENCE:
            raise _lost(file, response)
    return Shown(time.perf_counter() - began, requests)


def _lost(file: Path, response: httpx.Response) -> EditError:
    return EditError(
        f"{response.url} does not show the edit of {file} "
        f"after {PATIENCE:g} s; it answers {response.status_code}:\n{response.text[:600]}"
    )
