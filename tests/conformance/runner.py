"""Runs exchanges against the servers, and judges them."""

from __future__ import annotations

import http.client
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from conformance import development
from conformance.compare import differences
from conformance.development import as_in_dev
from conformance.exchange import Exchange
from conformance.normalise import normalise
from conformance.projects import Projects, build
from conformance.scripts import Scripts
from conformance.servers import serving
from conformance.wire import Answer, Request, send

SIDES = {"lissome": ("kit", "lissome"), "dev": ("kit", "lissome", "dev")}
"""Who has to be asked to judge somebody."""

_BUILT = re.compile(r"\{built:(.*?)\}")


class NoAnswerError(Exception):
    """A server has sent nothing, or no HTTP."""


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


def run(exchanges: Sequence[Exchange], subject: str = "lissome") -> Iterator[Outcome]:
    """Build the apps of these exchanges, serve them one after the other, and compare.

    Args:
        exchanges: what is sent.
        subject: who is judged: ``lissome``, in production, or ``dev``, `lissome dev`. The control is
            SvelteKit in production; for dev, `lissome serve` where that differs from it on purpose.
    """
    by_app = sorted(exchanges, key=lambda exchange: exchange.app)
    apps = list(dict.fromkeys(exchange.app for exchange in by_app))
    projects = {built.app: built for built in build(apps, SIDES[subject])}
    scripts = Scripts()
    try:
        with tempfile.TemporaryDirectory() as logs:
            for app, group in groupby(by_app, key=lambda exchange: exchange.app):
                with serving(projects[app], SIDES[subject], Path(logs)) as ports:
                    for exchange in group:
                        yield judge(exchange, projects[app], ports, scripts)
    finally:
        scripts.close()


def judge(exchange: Exchange, projects: Projects, ports: Mapping[str, int], scripts: Scripts) -> Outcome:
    """Send an exchange's requests to all servers, and compare every answer of the one that is judged."""
    # dev has no build: it is asked for the files that production has
    builds = {**projects.folders, "dev": projects.folders["lissome"]}
    try:
        answers = {side: _ask(exchange, port, builds[side]) for side, port in ports.items()}
    except NoAnswerError as failure:
        return Outcome(exchange, "differ", f"! {failure}")
    if "dev" in answers:
        return _judge_dev(exchange, answers, scripts)
    text = _compare(answers["kit"], answers["lissome"], scripts, normalise)
    return _verdict(exchange, text, exchange.deliberate or exchange.known)


def _judge_dev(exchange: Exchange, answers: Mapping[str, list[Answer]], scripts: Scripts) -> Outcome:
    control = answers["lissome" if exchange.deliberate or exchange.known else "kit"]
    text = _compare(control, answers["dev"], scripts, lambda answer: as_in_dev(normalise(answer)))
    return _verdict(exchange, text, development.reason(exchange, control))


def _ask(exchange: Exchange, port: int, project: Path) -> list[Answer]:
    answers: list[Answer] = []
    for request in exchange.steps:
        etag = answers[-1].header("etag") if answers else ""
        try:
            answers.append(send(port, _found(request, project), etag))
        except (OSError, http.client.HTTPException) as failure:
            raise NoAnswerError(
                f"{request.method} {request.target}: {type(failure).__name__}: {failure}"
            ) from failure
    return answers


def _compare(
    control: Sequence[Answer],
    judged: Sequence[Answer],
    scripts: Scripts,
    normalised: Callable[[Answer], Answer],
) -> str:
    pairs = zip(control, judged, strict=True)
    found = [differences(expected, given, scripts, normalised) for expected, given in pairs]
    return "\n".join(part for part in found if part)


def _found(request: Request, project: Path) -> Request:
    """The request with the name that a file got in this build."""
    match = _BUILT.search(request.target)
    if match is None:
        return request
    client = project / "build" / "client"
    file = min(client.glob(match[1])).relative_to(client)
    return replace(request, target=_BUILT.sub(str(file), request.target))


def _verdict(exchange: Exchange, text: str, why: str | None) -> Outcome:
    """The outcome, if answers differ as ``text`` says, and must do so for the reason ``why``."""
    if why is None:
        return Outcome(exchange, "differ" if text else "same", text)
    if text:
        return Outcome(exchange, "known" if exchange.known else "deliberate", text)
    return Outcome(exchange, "differ", f"marked as {why}, but both answers are the same: remove the mark")
