"""The route modules that cannot be imported: their routes explain why, and the others serve."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from lissome.dev.error_report import ErrorReport

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from lissome.errors import ModuleImportError
    from lissome.server.startup.modules import BrokenModule

logger = logging.getLogger("lissome.dev")


class BrokenModules:
    """The reports of the newest version's broken modules.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._reports: dict[str, ErrorReport] = {}

    def update(self, broken: Iterable[BrokenModule]) -> ErrorReport | None:
        """Take the broken modules of a new version, and log what was not there before.

        Returns:
            the first of these.
        """
        before = {report.text() for report in self._reports.values()}
        self._reports = {
            module.file: ErrorReport.of_module(module.cause, self._root, module.file) for module in broken
        }
        # one module in src/lib may be the reason for several routes
        texts = {report.text(): report for report in self._reports.values()}
        fresh = [report for text, report in texts.items() if text not in before]
        for report in fresh:
            logger.error("%s", report.text())
        return fresh[0] if fresh else None

    def explain(self, failure: ModuleImportError) -> ErrorReport:
        """Return the report of a broken module, for a request that needs it."""
        return ErrorReport.of_module(failure.__cause__ or failure, self._root, failure.file)
