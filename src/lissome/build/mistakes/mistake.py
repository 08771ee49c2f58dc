"""A mistake of the app's author, as `lissome build` and `lissome dev` print it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """A mistake at one place of the app, and what to write instead.

    Attributes:
        file: relative to the app's folder, with forward slashes.
        line: 1-based; 0 if the file as a whole is meant.
        frame: the line with a caret under the column; ``""`` without one.
        is_warning: True if it might be meant: the app is built all the same.
    """

    file: str
    line: int
    message: str
    frame: str = ""
    is_warning: bool = False

    @property
    def title(self) -> str:
        """The mistake in one line."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"

    def __str__(self) -> str:
        return f"{self.title}\n{self.frame}" if self.frame else self.title
