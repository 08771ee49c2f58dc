"""The time limits of a request, from the settings or from a route's `config`.

`request_watchdog.py` cancels a request that exceeds them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lissome.errors import AppError


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Time limits in seconds; None for no limit.

    Attributes:
        response: until the response begins.
        stream: until a streamed value, one that a load has not awaited, is there.
    """

    response: float | None = None
    stream: float | None = None

    def with_config(self, config: Mapping[str, Any], where: str) -> Timeouts:
        """Return these limits with those of a page option ``config = {"timeout": 60, "stream_timeout":
        None}``.

        Args:
            where: the route, for the message.

        Raises:
            AppError: a limit is neither a positive number nor None.
        """
        return Timeouts(
            _seconds(config, "timeout", self.response, where),
            _seconds(config, "stream_timeout", self.stream, where),
        )


def _seconds(config: Mapping[str, Any], name: str, default: float | None, where: str) -> float | None:
    value = config.get(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value <= 0:
        msg = (
            f'{where}: config["{name}"] is {value!r}; it must be a number of seconds above 0, '
            "or None for no limit"
        )
        raise AppError(msg)
    return value
