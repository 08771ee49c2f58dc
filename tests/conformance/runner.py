"""Runs exchanges against both servers, and judges them."""

from __future__ import annotations

import http.client
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from conformance.compare import differences
from conformance.exchange import Exchange
from conformance.projects import build
from conformance.scripts import Scripts
from conformance.servers import Pair, serving
from conformance.wire import Request, send

_BUILT = re.compile(r"\{built:(.*?)\}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an exchange went.

    Attributes:
        verdict: ``same``, ``differ``, ``deliberate`` or ``known``.
        text: what differs, or why the mark of the exchange is wrong.
    """

    exchange: Exchange
    verdict: str
    text: str


def run(exchanges: Sequence[Exchange]) -> Iterator[Outcome]:
    """Build the apps of these exchanges, serve them one after the other, and compare."""
    by_app = sorted(exchanges, key=lambda exchange: exchange.app)
    apps = list(dict.fromkeys(exchange.app for exchange in by_app))
    projects = {built.app: built for built in build(apps)}
    scripts = Scripts()
    try:
        with tempfile.TemporaryDirectory() as logs:
            for app, group in groupby(by_app, key=lambda exchange: exchange.app):
                with serving(projects[app], Path(logs)) as pair:
                    for exchange in group:
                        yield judge(exchange, pair, scripts)
    finally:
        scripts.close()


def judge(exchange: Exchange, pair: Pair, scripts: Scripts) -> Outcome:
    """Send an exchange's requests to both servers and compare every answer."""
    found = []
    kit_etag = lissome_etag = ""
    for request in exchange.steps:
        try:
            kit = send(pair.kit, _found(request, pair.projects.kit), kit_etag)
            lissome = send(pair.lissome, _found(request, pair.projects.lissome), lissome_etag)
        except (OSError, http.client.HTTPException) as failure:
            found.append(f"! {request.method} {request.target}: {type(failure).__name__}: {failure}")
            break
        kit_etag, lissome_etag = kit.header("etag"), lissome.header("etag")
        found.append(differences(kit, lissome, scripts))
    return _verdict(exchange, "\n".join(part for part in found if part))


def _found(request: Request, project: Path) -> Request:
    """The request with the name that a file got in this build."""
    match = _BUILT.search(request.target)
    if match is None:
        return request
    client = project / "build" / "client"
    file = min(client.glob(match[1])).relative_to(client)
    return replace(request, target=_BUILT.sub(str(file), request.target))


def _verdict(exchange: Exchange, text: str) -> Outcome:
    mark = "deliberate" if exchange.deliberate else "known" if exchange.known else None
    if mark is None:
        return Outcome(exchange, "differ" if text else "same", text)
    if text:
        return Outcome(exchange, mark, text)
    why = f"marked as {exchange.deliberate or exchange.known}, but both answers are the same: remove the mark"
    return Outcome(exchange, "differ", why)
