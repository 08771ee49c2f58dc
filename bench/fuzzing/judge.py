"""Which answers are wrong, whatever was asked."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote_to_bytes

from fuzzing import words
from fuzzing.client import Answer, Outcome
from fuzzing.message import Expected, Message

REPO = Path(__file__).resolve().parents[2]

# What an error page, or a header, must never show: how we work inside, and where.
_INSIDE = (
    *(
        b"Traceback (most recent call last)",
        b'File "',
        b".server.py",
        b"site-packages",
        b"lissome/",
        b"sqlalchemy",
    ),
    *(
        str(REPO).encode(),
        sys.prefix.encode(),
        str(Path.home()).encode() + b"/",
        b"pydantic",
        b"workspace.db",
    ),
)
# What the demo's page /oops says.
_ON_PURPOSE = ("RuntimeError: this page is broken on purpose",)
_ALARM = re.compile(
    r"traceback|panicked|never retrieved|never awaited|exception ignored"
    r"|warning|\berror\b|\bfailed\b|killed|unclosed",
    re.IGNORECASE,
)
# A traceback in the log: the line before it, which names the request, the frames, and the exception.
_RECORD = re.compile(
    r"(?:^[^\n]*\n)?^Traceback \(most recent call last\):\n(?:^[ |+].*\n|^\s*\n)*^.*$", re.MULTILINE
)


def problems(outcome: Outcome) -> Iterator[str]:
    """Everything that is wrong with what came back."""
    if outcome.problem is not None:
        yield outcome.problem
    for answer in outcome.answers:
        yield from _of(outcome, answer)


def _of(outcome: Outcome, answer: Answer) -> Iterator[str]:
    message = outcome.message
    yield from _not_expected(message.expected, answer)
    if answer.status >= 500 and not _fails_on_purpose(message):
        yield f"status {answer.status}: {answer.body[:200]!r}"
    sent = message.wire()
    whole = b"\n".join([*(b"%b: %b" % pair for pair in answer.headers), answer.body])
    for text in _INSIDE:
        if text in whole and text not in sent and text not in unquote_to_bytes(sent):
            yield f"the answer tells {text!r} about the inside"
    if any(name == words.INJECTED for name, _ in answer.headers):
        yield "a header was injected"
    kind = answer.header(b"content-type").partition(b";")[0]
    if kind == b"text/html" and words.CANARY in answer.body:
        yield "HTML was injected"
    if kind in _READERS and answer.status < 400 and answer.body and answer.status != 206:
        try:
            _READERS[kind](answer.body)
        except ValueError as failure:
            yield f"{kind.decode()} that is none: {failure}"


def _not_expected(expected: Expected | None, answer: Answer) -> Iterator[str]:
    if expected is None:
        return
    if answer.status != expected.status:
        yield f"status {answer.status} instead of {expected.status}"
    elif expected.content is not None and json.loads(answer.body) != expected.content:
        yield f"{answer.body[:500]!r} instead of {expected.content!r}"


def _fails_on_purpose(message: Message) -> bool:
    start = unquote_to_bytes(message.wire()[:70_000])
    return b"oops" in start


def _read_lines(body: bytes) -> None:
    for line in body.splitlines():
        json.loads(line)


_READERS: dict[bytes, Callable[[bytes], object]] = {
    b"application/json": json.loads,
    b"text/sveltekit-data": _read_lines,
}


def alarms(log: str) -> list[str]:
    """What a server's log must not contain: tracebacks, but for the demo's one, and warnings of any kind."""
    found = [record for record in _RECORD.findall(log) if not record.endswith(_ON_PURPOSE)]
    rest = _RECORD.sub("", log)
    return found + [line for line in rest.splitlines() if _ALARM.search(line)]
