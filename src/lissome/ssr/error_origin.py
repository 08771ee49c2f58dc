"""Finds the place in the app that an error in V8 comes from, and advises on globals that V8 lacks."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# A stack frame in the form of vite/isolate/stack_frames.js and vite/dev/isolate_updates.js. The names of
# route folders may have parentheses.
_FRAME: Final = re.compile(
    r"^\s+at (?:(?:async |new )?(?P<name>\S.*?) \()?(?P<file>[^\s<].*?):(?P<line>\d+)(?::\d+)?"
    r"(?P<importer>, imported by .+?)?\)?$",
    re.MULTILINE,
)
_IMPORTER: Final = re.compile(r"^(\s+at .*?), imported by .+?(?=\)?$)", re.MULTILINE)
_PACKAGE: Final = re.compile(r".*(?:^|/)node_modules/((?:@[^/]+/)?[^/]+)/")
# Frames of a framework: the error comes from the frame that called it.
_FRAMEWORK: Final = re.compile(
    r"(?:^|/)node_modules/(?:svelte|@sveltejs/kit|lissome)/|^(?:ssr|prelude|lissome-dev)\.js$|\.lissome/npm/"
)
# V8's names for anonymous functions, and Svelte's for the components of routes, which the file already names.
_ANONYMOUS: Final = re.compile(r"^(?:(?:Object|Module)\.)?(?:eval|<anonymous>)$|^_(?:page|layout|error)\w*$")
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
    place = f"{frame['file']}:{frame['line']}"
    package = _PACKAGE.match(frame["file"])
    if package:
        return f"{place} (package {package[1]}{frame['importer'] or ''})"
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


def _app_frames(stack: str) -> Iterator[re.Match[str]]:
    return (frame for frame in _FRAME.finditer(stack) if not _FRAMEWORK.search(frame["file"]))


def _function_name(frame: re.Match[str]) -> str:
    """Return the name of the function, or of the component if the function is anonymous."""
    name = re.sub(r"\$\d+$", "", frame["name"] or "")
    if name and not _ANONYMOUS.match(name):
        return name
    file = re.search(r"(\w+)\.svelte$", frame["file"])
    return file[1] if file and not frame["file"].rpartition("/")[2].startswith("+") else ""
