"""Sends exchanges to the servers, and judges the answers."""

from __future__ import annotations

import http.client
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from conformance import development
from conformance.compare import differences
from conformance.development import as_in_dev
from conformance.exchange import Exchange
from conformance.normalise import normalise
from conformance.projects import Projects, built
from conformance.scripts import Scripts
from conformance.servers import serving_one
from conformance.wire import Answer, Request, send

SIDES = {"lissome": ("kit", "lissome"), "dev": ("kit", "lissome", "dev")}
"""Who is asked to judge somebody."""

_BUILT = re.compile(r"\{built:(.*?)\}")

Ask = Callable[[Exchange], Sequence[Answer]]
"""Gives the answers of one side to the requests of an exchange, normalised."""


class NoAnswerError(Exception):
    """A server has sent nothing, or no HTTP."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an exchange went.

    Attributes:
        verdict: ``same``, ``differ``, ``deliberate`` or ``known``.
        text: what differs, or why the mark of the exchange is wrong.
        control: SvelteKit's answers, normalised; empty if there are not all of them.
    """

    exchange: Exchange
    verdict: str
    text: str
    control: Sequence[Answer] = ()


def by_app(exchanges: Sequence[Exchange]) -> dict[str, list[Exchange]]:
    """The exchanges of each app, in their order."""
    apps: dict[str, list[Exchange]] = {}
    for exchange in sorted(exchanges, key=lambda exchange: exchange.app):
        apps.setdefault(exchange.app, []).append(exchange)
    return apps


def run(
    exchanges: Sequence[Exchange], subject: str = "lissome", recorded: Ask | None = None
) -> Iterator[Outcome]:
    """Build the apps of these exchanges, serve them one after the other, and compare.

    Args:
        exchanges: what is sent.
        subject: who is judged: ``lissome``, in production, or ``dev``, `lissome dev`. The control is
            SvelteKit in production; for dev, `lissome serve` where that differs from it on purpose.
        recorded: gives SvelteKit's answers, which are then not asked for.
    """
    apps = by_app(exchanges)
    sides = [side for side in SIDES[subject] if side != "kit" or recorded is None]
    scripts = Scripts()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for projects in built(apps, sides):
                group = apps[projects.app]
                with ExitStack() as servers:
                    ask = {} if recorded is None else {"kit": recorded}
                    for side in _asked(sides, group):
                        log_file = Path(folder, f"{projects.app}-{side}.log")
                        port = servers.enter_context(serving_one(side, projects, log_file))
                        ask[side] = _asking(port, _build_of(side, projects))
                    for exchange in group:
                        yield judge(exchange, ask, subject, scripts)
    finally:
        scripts.close()


def judge(exchange: Exchange, ask: Mapping[str, Ask], subject: str, scripts: Scripts) -> Outcome:
    """Ask all sides, and compare every answer of the one that is judged.

    Args:
        exchange: what is asked.
        ask: sends it, by side.
        subject: who is judged.
        scripts: runs those of pages.
    """
    try:
        answers = {side: ask_side(exchange) for side, ask_side in ask.items()}
    except NoAnswerError as failure:
        return Outcome(exchange, "differ", f"! {failure}")
    mark = exchange.deliberate or exchange.known
    if subject == "dev":
        control = answers["lissome" if mark else "kit"]
        text = _compare(_as_in_dev(control), _as_in_dev(answers["dev"]), scripts)
        mark = development.reason(exchange, control)
    else:
        text = _compare(answers["kit"], answers["lissome"], scripts)
    return replace(_verdict(exchange, text, mark), control=answers["kit"])


def _asked(sides: Sequence[str], exchanges: Sequence[Exchange]) -> list[str]:
    """The sides that are needed: of three, lissome in production only for what differs on purpose."""
    is_marked = any(exchange.deliberate or exchange.known for exchange in exchanges)
    return [side for side in sides if side != "lissome" or "dev" not in sides or is_marked]


def _build_of(side: str, projects: Projects) -> Path:
    """Where the files are that a side is asked for; dev has none, and is asked for those of production."""
    return projects.folders["lissome" if side == "dev" else side]


def _asking(port: int, project: Path) -> Ask:
    def ask(exchange: Exchange) -> list[Answer]:
        answers: list[Answer] = []
        for request in exchange.steps:
            etag = answers[-1].header("etag") if answers else ""
            try:
                answers.append(send(port, _found(request, project), etag))
            except (OSError, http.client.HTTPException) as failure:
                raise NoAnswerError(
                    f"{request.method} {request.target}: {type(failure).__name__}: {failure}"
                ) from failure
        return [normalise(answer) for answer in answers]

    return ask


def _as_in_dev(answers: Sequence[Answer]) -> list[Answer]:
    return [as_in_dev(answer) for answer in answers]


def _compare(control: Sequence[Answer], judged: Sequence[Answer], scripts: Scripts) -> str:
    pairs = zip(control, judged, strict=True)
    found = [differences(expected, given, scripts) for expected, given in pairs]
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
