"""Finds the place in the app that an error in V8 comes from, and advises on globals that V8 lacks."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

# A stack frame in the form of vite/isolate/stack_frames.js and vite/dev/isolate_updates.js: perhaps a
# function, and a place in parentheses. The names of route folders may have some, too. A page can make up any
# stack, so each pattern takes time in proportion to the text.
_FRAME: Final = re.compile(r"^[ \t]+at (.+)$", re.MULTILINE)
_PLACE: Final = re.compile(r"([^\s<].*?):(\d+)(?::\d+)?$")
_IMPORTER: Final = re.compile(r"^([ \t]+at .*?), imported by .+?(?=\)?$)", re.MULTILINE)
_PACKAGE: Final = re.compile(r".*(?:^|/)node_modules/((?:@[^/]+/)?[^/]+)/")
# Frames of a framework: the error comes from the frame that called it.
_FRAMEWORK: Final = re.compile(
    r"(?:^|/)node_modules/(?:svelte|@sveltejs/kit|lissome)/|^(?:ssr|prelude|lissome-dev)\.js$|\.lissome/npm/"
)
# V8's names for anonymous functions, and Svelte's for the components of routes, which the file already names.
_ANONYMOUS: Final = re.compile(r"^(?:(?:Object|Module)\.)?(?:eval|<anonymous>)$|^_(?:page|layout|error)\w*$")
# The end that a bundler gives a name that occurs twice.
_COPY: Final = re.compile(r"\$\d{1,9}$")
_UNDEFINED: Final = re.compile(r"^(\w+) is not defined$")

_NODE_GLOBALS: Final = MappingProxyType(
    {
        "process": "use import.meta.env, or a variable of $app/env",
        "Buffer": "use Uint8Array, TextEncoder and TextDecoder",
        "setImmediate": "use queueMicrotask or setTimeout",
        "clearImmediate": "use clearTimeout",
        "require": "use import",
        "module": "use export",
        "exports": "use export",
        "__dirname": "use import.meta.url",
        "__filename": "use import.meta.url",
    }
)


def find_origin(stack: str) -> str:
    """Return the place that an error comes from: ``src/lib/Card.svelte:12 in Card``, or ``""``."""
    frame = next(_app_frames(stack), None)
    if frame is None:
        return ""
    place = f"{frame.file}:{frame.line}"
    package = _PACKAGE.match(frame.file)
    if package:
        return f"{place} (package {package[1]}{frame.importer})"
    name = _function_name(frame)
    return f"{place} in {name}" if name else place


def strip_importers(stack: str) -> str:
    """Return the stack without the importers of packages, which `find_origin` has named."""
    return _IMPORTER.sub(r"\1", stack)


def missing_global_advice(name: str, message: str, place: str) -> str:
    """Return what to write instead of a global that V8 lacks; ``""`` for other errors.

    Args:
        name: the error's class.
        message: its message.
        place: the result of `find_origin`.
    """
    missing = _UNDEFINED.match(message) if name == "ReferenceError" else None
    if missing is None:
        return ""
    if missing[1] in _NODE_GLOBALS:
        if "(package " in place:
            instead = "take the package's browser build (resolve.alias in vite.config.js)"
        else:
            instead = _NODE_GLOBALS[missing[1]]
        return f"V8 has no `{missing[1]}`: it is Node's. Instead, {instead}."
    return f"V8 has no `{missing[1]}`. Use what is the browser's in onMount, or behind `browser` of $app/env."


class _Frame(NamedTuple):
    function: str
    file: str
    line: str
    importer: str  # with a comma before it, or empty


def _app_frames(stack: str) -> Iterator[_Frame]:
    frames = (_frame(found[1]) for found in _FRAME.finditer(stack))
    return (frame for frame in frames if frame is not None and not _FRAMEWORK.search(frame.file))


def _frame(text: str) -> _Frame | None:
    before, comma, importer = text.removesuffix(")").partition(", imported by ")
    function, has_function, inside = before.partition(" (")
    place = _PLACE.match(inside if has_function else before)
    if place is None:
        return None
    name = function.removeprefix("async ").removeprefix("new ") if has_function else ""
    return _Frame(name, place[1], place[2], comma + importer)


def _function_name(frame: _Frame) -> str:
    """Return the name of the function, or of the component if the function is anonymous."""
    name = _COPY.sub("", frame.function)
    if name and not _ANONYMOUS.match(name):
        return name
    file = frame.file.rpartition("/")[2]
    return "" if file.startswith("+") or not file.endswith(".svelte") else file.removesuffix(".svelte")
