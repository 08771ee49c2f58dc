"""The log of the app and its server on the terminal."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from lissome.errors import RenderError
from lissome.server.log_secrets import without_secrets
from lissome.server.reasons import IN_TRACE

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Formatter(logging.Formatter):
    """Shortens tracebacks to the frames from the app's code on: those before are always the same.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        super().__init__("%(message)s")
        self._root = root

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without what a request has sent."""
        return without_secrets(super().format(record))

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802 - logging's name
        """Return the traceback from the app's first frame on; for an error in V8, its JavaScript stack."""
        failure = ei[1]
        if failure is None or isinstance(failure, RenderError):
            return str(failure) if failure is None else failure.report()
        described = traceback.TracebackException.from_exception(failure)
        for place, frame in enumerate(described.stack):
            if Path(frame.filename).is_relative_to(self._root / "src"):
                described.stack = traceback.StackSummary.from_list(list(described.stack)[place:])
                break
        return "".join(described.format()).rstrip().replace(f"{self._root}/", "")


def log_to_terminal(root: Path, *, has_request_log: bool) -> None:
    """Print lissome's log from level INFO, and that of the app and its libraries from level WARNING.

    Args:
        has_request_log: requests are printed with the reasons why they are refused, which are not said twice.
    """
    handler: logging.StreamHandler[Any] = logging.StreamHandler()
    handler.setFormatter(Formatter(root))
    if has_request_log:
        handler.addFilter(lambda record: not hasattr(record, IN_TRACE))
    logging.getLogger().addHandler(handler)
    logging.getLogger("lissome").setLevel(logging.INFO)
