"""The request log of `lissome dev`: a line for each request of the app, on the terminal."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rich.text import Text

from lissome.console import err
from lissome.server.log_secrets import without_secrets
from lissome.server.request.incoming import label_of
from lissome.server.request.trace import ACTION, ENDPOINT, GUARD, HANDLE, LOAD, RENDER, RESOLVE

if TYPE_CHECKING:
    from lissome.server.request.trace import RequestTrace, Span
    from lissome.ssr import RenderMeter

# Seconds from which on a time is marked as slow, and as very slow.
_SLOW: Final = 0.1
_VERY_SLOW: Final = 1.0
# Seconds of a hook, a guard or a stream that are worth a word.
_WORTH_A_WORD: Final = 0.001

_INDENT: Final = " " * 8


class RequestLog:
    """Prints traces, each when its request is over."""

    def __init__(self) -> None:
        self._console = err()

    def add(self, trace: RequestTrace) -> None:
        """Print a request, unless nobody has asked for it by intention."""
        if not _is_usual(trace):
            self._console.print(described(trace), soft_wrap=True)


def _is_usual(trace: RequestTrace) -> bool:
    """True for what kit's client and browsers ask for by themselves."""
    if trace.kind == "client":
        return 0 < trace.status < 400
    return bool(trace.reasons) and all(level < logging.INFO for level, _ in trace.reasons)


def described(trace: RequestTrace, depth: int = 0) -> Text:
    """Return a request with its requests to the app itself below it, without an end of line.

    Columns of one width come first, so that the lines stay aligned however long a path is.
    """
    text = Text(no_wrap=True)
    text.append(f"{'  ' * depth}{'↳ ' if depth else ''}{trace.method:<7}", style="dim" if depth else "bold")
    text.append(f"{trace.status or '---'}  ", style=_style_of(trace.status))
    answered = trace.answered if trace.answered is not None else trace.ended
    text.append_text(_time((answered or trace.began) - trace.began, width=7))
    text.append(f"  {trace.kind or 'gone':<8}  ", style="dim")
    text.append(label_of("", trace.path).lstrip())
    if trace.route_id not in {None, trace.path}:
        text.append(f"  {trace.route_id}", style="dim")
    parts = list(_parts(trace))
    if parts:
        text.append("  ").append_text(Text(" · ", style="dim").join(parts))
    for level, reason in trace.reasons:
        if level >= logging.INFO:
            style = "yellow" if level >= logging.WARNING else "dim"
            text.append(f"\n{_INDENT}{'  ' * depth}{without_secrets(reason)}", style=style)
    for inner in trace.subrequests:
        text.append("\n").append_text(described(inner, depth + 1))
    return text


def _style_of(status: int) -> str:
    styles = {0: "red", 2: "green", 3: "cyan", 4: "yellow", 5: "bold red"}
    return styles.get(status // 100, "")


def _time(seconds: float, width: int = 0) -> Text:
    style = "bold red" if seconds >= _VERY_SLOW else "yellow" if seconds >= _SLOW else ""
    return Text(milliseconds(seconds).rjust(width), style=style)


def milliseconds(seconds: float) -> str:
    """Return a time for people: ``4.1 ms``, ``120 ms``, ``2.5 s``."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{seconds * 1000:.{1 if seconds < 0.01 else 0}f} ms"


def _parts(trace: RequestTrace) -> Iterator[Text]:
    for span in trace.spans:
        seconds = span.seconds
        if span.name == HANDLE and seconds is not None:
            seconds -= sum(one.seconds or 0 for one in trace.spans if one.name == RESOLVE)
        name = _name(span)
        is_short = span.name in (HANDLE, GUARD) and seconds is not None and seconds < _WORTH_A_WORD
        if name is None or (is_short and not span.outcome):
            continue
        part = Text(f"{name} ", style="dim")
        if span.outcome:
            part.append(f"{span.outcome} ", style="red" if _is_fault(span) else "cyan")
        part.append_text(Text("cancelled", style="dim") if seconds is None else _time(seconds))
        if span.name == RENDER:
            part.append(_within(span.facts["meter"]), style="dim")
        yield part
    later = 0.0 if trace.ended is None or trace.answered is None else trace.ended - trace.answered
    if later >= (_WORTH_A_WORD if trace.is_streamed else _SLOW):
        name = "streamed" if trace.is_streamed else "clean-up"
        yield Text(f"{name} ", style="dim").append_text(_time(later))


def _is_fault(span: Span) -> bool:
    return not span.outcome.startswith(("redirect", "failure", "error 4"))


def _name(span: Span) -> str | None:
    """Return a span as the log names it: ``load notes/+layout``; None if the log does without it."""
    file = span.subject.removeprefix("src/routes/").removesuffix(".py").removesuffix(".server")
    names = {
        HANDLE: "handle",
        GUARD: f"guard /{file.removesuffix('guard').rstrip('/')}",
        LOAD: f"load {'+page' if file.endswith('+page') else file}",
        ACTION: f"action {span.subject}",
        ENDPOINT: "endpoint",
        RENDER: "render",
    }
    return names.get(span.name)


def _within(meter: RenderMeter) -> str:
    """Return what a render's time consists of, as far as it is worth a word."""
    named = {"V8": meter.v8, "modules": meter.modules, "queue": meter.queue}
    worth = {name: seconds for name, seconds in named.items() if name == "V8" or seconds >= _WORTH_A_WORD * 2}
    return f" ({', '.join(f'{name} {milliseconds(seconds)}' for name, seconds in worth.items())})"
