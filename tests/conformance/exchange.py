"""What is compared: an exchange is one request, or a few in a row, to the same app on both servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from conformance.wire import HOST, Request

ORIGIN = f"http://{HOST}"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
"""What a browser accepts when it navigates."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One comparison.

    Attributes:
        app: a folder of tests/conformance/apps.
        rows: numbers of the rows of the feature table that it covers (`coverage.FEATURES`).
        deliberate: the id of the reason why the answers differ, in `reasons.DELIBERATE`.
        known: the id of a gap, in `reasons.KNOWN`.
    """

    name: str
    app: str
    rows: tuple[int, ...]
    steps: tuple[Request, ...]
    deliberate: str | None = None
    known: str | None = None


@dataclass(frozen=True, slots=True)
class On:
    """Makes the exchanges of one app and one theme: ``On("basics", 1, 8).get("/a", "/b")``."""

    app: str
    rows: tuple[int, ...]

    def get(
        self,
        *targets: str,
        method: str = "GET",
        accept: str | None = HTML,
        headers: Mapping[str, str] | None = None,
        name: str | None = None,
    ) -> list[Exchange]:
        """An exchange for each target; by default what a browser sends when it navigates."""
        fields = (*(() if accept is None else (("Accept", accept),)), *(headers or {}).items())
        return [self._exchange([Request(method, target, fields)], name) for target in targets]

    def data(self, *targets: str) -> list[Exchange]:
        """What kit's client sends for data; the targets end in ``__data.json`` and maybe a query."""
        return self.get(*targets, accept="*/*")

    def post(
        self,
        target: str,
        fields: Mapping[str, str] | bytes = b"",
        *,
        accept: str | None = HTML,
        content_type: str | None = "application/x-www-form-urlencoded",
        origin: str | None = ORIGIN,
        method: str = "POST",
        headers: Mapping[str, str] | None = None,
        name: str | None = None,
    ) -> list[Exchange]:
        """A form, or any other body."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        given = {"Accept": accept, "Content-Type": content_type, "Origin": origin, **(headers or {})}
        pairs = tuple((key, value) for key, value in given.items() if value is not None)
        return [self._exchange([Request(method, target, pairs, body)], name)]

    def submit(self, target: str, fields: Mapping[str, str] | bytes = b"") -> list[Exchange]:
        """What `use:enhance` sends."""
        return self.post(target, fields, accept="application/json", headers={"x-sveltekit-action": "true"})

    def steps(self, name: str, *requests: Request) -> list[Exchange]:
        """Several requests in a row; each may use the etag of the one before it."""
        return [self._exchange(requests, name)]

    def _exchange(self, steps: Sequence[Request], name: str | None) -> Exchange:
        return Exchange(name or _describe(steps[-1]), self.app, self.rows, tuple(steps))


def on(app: str, *rows: int) -> On:
    """See `On`."""
    return On(app, rows)


def deliberate(reason: str, exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Mark exchanges whose answers differ on purpose."""
    return [replace(exchange, deliberate=reason) for exchange in exchanges]


def known(gap: str, exchanges: Sequence[Exchange]) -> list[Exchange]:
    """Mark exchanges that lissome does not answer rightly yet."""
    return [replace(exchange, known=gap) for exchange in exchanges]


def _describe(request: Request) -> str:
    """A name that tells the request apart from its neighbours."""
    expected = {"Accept": HTML}
    if request.body is not None:
        expected |= {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    given = dict(request.headers)
    unusual = [f"{name}: {value}" for name, value in given.items() if expected.get(name) != value]
    missing = [f"no {name}" for name in expected if name not in given]
    body = (request.body or b"")[:60].decode("latin-1").replace("\r\n", " ")
    return " · ".join([f"{request.method} {request.target}", *unusual, *missing, *([body] if body else [])])
