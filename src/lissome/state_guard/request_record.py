"""A request as the guard knows it: its label, its session, its values, and its writes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from lissome.server.request.observer import ObservedRequest
from lissome.state_guard.request_values.values import RequestValues, values_of
from lissome.state_guard.resources.tracked_request import NewLogger
from lissome.state_guard.writes.recorder import WriteLog


@dataclass(slots=True, eq=False)
class RequestRecord:
    """A request.

    Attributes:
        number: counted from 1.
        label: names it in messages: ``GET /users/7 by session 3fa2 (request 12)``.
        session: four hex digits that tell users apart; None without cookies and authorization.
        signature: equal for requests that ask for the same.
        log: its writes.
        values: empty until the request is over.
        route_texts: texts that name the route, which are the app's and not the user's.
        route: the route's id.
        loggers: the loggers that it has made.
        weak_targets: objects that it wrote to and that no module led to, with the numbers of the sites.
    """

    number: int
    label: str
    session: str | None
    log: WriteLog
    signature: tuple[str, ...] = ()
    values: RequestValues = field(default_factory=RequestValues)
    route_texts: frozenset[str] = frozenset()
    route: str | None = None
    loggers: list[NewLogger] = field(default_factory=list)
    weak_targets: list[tuple[Callable[[], Any], list[int]]] = field(default_factory=list)

    @classmethod
    def begin(cls, request: ObservedRequest, number: int, log: WriteLog) -> RequestRecord:
        """Return the record of a request that begins."""
        session = session_of(request)
        by = f"session {session}" if session is not None else "an anonymous session"
        label = f"{request.label} by {by} (request {number})"
        return cls(number, label, session, log, (request.method, request.path, request.search))

    def complete(self, request: ObservedRequest, app_owned: Collection[int]) -> None:
        """Add what is known only when the request is over.

        Args:
            app_owned: ids of objects that belong to the app.
        """
        self.values = values_of(request, app_owned)
        self.route = request.route_id
        texts = {request.method.lower(), (request.route_id or "").lower()}
        if not request.params and request.route_id is not None:
            texts.add(request.path.lower())
        self.route_texts = frozenset(texts)

    def revive_targets(self) -> None:
        """Add the writes to the log again whose targets are still alive."""
        for reference, numbers in self.weak_targets:
            value = reference()
            if value is not None:
                self.log.update({(id(value), number): value for number in numbers})
        self.weak_targets = []


def session_of(request: ObservedRequest) -> str | None:
    """Return four hex digits that stand for a request's cookies and authorization; None if it has neither."""
    headers = dict(request.headers)
    credentials = f"{headers.get('cookie', '')}\n{headers.get('authorization', '')}"
    if not credentials.strip():
        return None
    return hashlib.sha256(credentials.encode()).hexdigest()[:4]
