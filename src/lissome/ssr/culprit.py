"""Who is to blame for an error in V8, read from its stack, and what to do about a name that V8 lacks."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# A step of a stack as vite/isolate/stack_frames.js and vite/dev/isolate_updates.js leave it. Folders of
# routes may have parentheses in their names.
_STEP: Final = re.compile(
    r"^\s+at (?:(?:async |new )?(?P<name>\S.*?) \()?(?P<file>[^\s<].*?):(?P<line>\d+)(?::\d+)?"
    r"(?P<importer>, imported by .+?)?\)?$",
    re.MULTILINE,
)
_IMPORTER: Final = re.compile(r", imported by .+?(?=\)?$)", re.MULTILINE)
_PACKAGE: Final = re.compile(r".*(?:^|/)node_modules/((?:@[^/]+/)?[^/]+)/")
# What is above these steps called them in a wrong way.
_NOT_TO_BLAME: Final = re.compile(
    r"(?:^|/)node_modules/(?:svelte|@sveltejs/kit|lissome)/|^(?:ssr|prelude|lissome-dev)\.js$|\.lissome/npm/"
)
# V8's names of functions that have none, and Svelte's of the components of routes, which their files say.
_NAMELESS: Final = re.compile(r"^(?:(?:Object|Module)\.)?(?:eval|<anonymous>)$|^_(?:page|layout|error)\w*$")
_UNDEFINED: Final = re.compile(r"^(\w+) is not defined$")

_OF_NODE: Final = MappingProxyType(
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


def culprit(stack: str) -> str:
    """Where an error comes from: ``src/lib/Card.svelte:12 in Card``; empty if the stack does not say."""
    step = next(_steps(stack), None)
    if step is None:
        return ""
    place = f"{step['file']}:{step['line']}"
    package = _PACKAGE.match(step["file"])
    if package:
        return f"{place} (package {package[1]}{step['importer'] or ''})"
    name = _name(step)
    return f"{place} in {name}" if name else place


def without_importers(stack: str) -> str:
    """A stack for people: who imports a package has been said."""
    return _IMPORTER.sub("", stack)


def advice(name: str, message: str, place: str) -> str:
    """What to do when a global is missing; empty for other errors.

    Args:
        name: the error's class.
        message: its message.
        place: what `culprit` has said.
    """
    missing = _UNDEFINED.match(message) if name == "ReferenceError" else None
    if missing is None:
        return ""
    if missing[1] in _OF_NODE:
        if "(package " in place:
            does = "take the package's browser build (resolve.alias in vite.config.js)"
        else:
            does = _OF_NODE[missing[1]]
        return f"V8 has no `{missing[1]}`: it is Node's. Instead, {does}."
    return f"V8 has no `{missing[1]}`. Use what is the browser's in onMount, or behind `browser` of $app/env."


def _steps(stack: str) -> Iterator[re.Match[str]]:
    return (step for step in _STEP.finditer(stack) if not _NOT_TO_BLAME.search(step["file"]))


def _name(step: re.Match[str]) -> str:
    """The function; in a component without one the component."""
    name = re.sub(r"\$\d+$", "", step["name"] or "")
    if name and not _NAMELESS.match(name):
        return name
    file = re.search(r"(\w+)\.svelte$", step["file"])
    return file[1] if file and not step["file"].rpartition("/")[2].startswith("+") else ""
