"""The report at start of route modules that cannot be imported."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass

from lissome.server.startup.modules import BrokenModule

logger = logging.getLogger("lissome.server")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The outcome of importing the app's modules.

    Attributes:
        count: the number of modules.
        broken: those that cannot be imported.
    """

    count: int = 0
    broken: tuple[BrokenModule, ...] = ()

    @property
    def summary(self) -> str:
        """The number of broken modules, and their files, in one line."""
        files = ", ".join(module.file for module in self.broken)
        return (
            f"{len(self.broken)} of {self.count} modules of the app cannot be imported; "
            f"what needs them is answered with 500: {files}"
        )

    def log(self) -> None:
        """Log the broken modules, and each reason with the app's frames; nothing if all were imported."""
        if self.broken:
            logger.error("%s\n%s", self.summary, "\n".join(self.details()))

    def details(self) -> list[str]:
        """Return the traceback of each reason once: a module in src/lib may be the reason for many files."""
        reasons = {module.reason: module for module in self.broken}
        return ["".join(traceback.format_exception(module.cause)).rstrip() for module in reasons.values()]
