"""The rule for loggers that are named after a user, or after what was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lissome.state_guard.finding import Finding
from lissome.state_guard.inspection import Inspection
from lissome.state_guard.request_record import RequestRecord
from lissome.state_guard.rules import messages
from lissome.state_guard.rules.history import Growth, RequestHistory


def named_loggers(inspection: Inspection, history: RequestHistory) -> Iterator[Finding]:
    """Yield findings for the loggers that the ended requests have made."""
    for record in inspection.ended.values():
        for name, site in record.loggers:
            place = f"logging.getLogger({name!r})"
            match = inspection.matcher.find(name)
            if (match is not None and match.origin.is_personal) or _has_id(name, record):
                text = messages.logger_of_user()
                yield Finding("kept", site.file, site.line, place, text, (record.label,))
                continue
            growth = history.growths.setdefault(f"logging {site.file}:{site.line}", Growth())
            growth.add(record, is_derived=match is not None)
            if growth.is_endless:
                text = messages.loggers_of_requests(growth.total)
                yield Finding("growth", site.file, site.line, place, text, tuple(growth.labels))
        record.loggers.clear()


def _has_id(name: str, record: RequestRecord) -> bool:
    """True if a part of the name is the user's numeric id."""
    return any(record.values.short_identity(part) for part in re.split(r"[^\w]+|_", name))
