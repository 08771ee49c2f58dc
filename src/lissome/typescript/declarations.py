"""The files that the types of an app's Python modules are written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lissome.routing import routes_stub
from lissome.typescript.kit_types import with_actions, with_endpoint, with_load

OWN: Final = ".svelte-kit/lissome"
KITS: Final = ".svelte-kit/types"
PYTHON: Final = f"{OWN}/python"
"""The folder of stubs for Python's type checkers, which the app's pyproject.toml puts on their paths."""

DIGEST: Final = f"{OWN}/sources.sha256"
# Beside the stub that SvelteKit's build imports (vite/python/params.js).
_MATCHERS: Final = ".lissome/params.d.ts"


@dataclass(frozen=True, slots=True)
class AppTypes:
    """The types of an app's Python modules.

    Attributes:
        files: by file, relative to the app: the text of its declarations, and whether it has `load` and
            `actions`.
        matchers: the declarations of matchers in Python, if there are some.
        routes: the ids of all pages and endpoints.
        problems: one line for each module that cannot be imported; its types are `any`.
        unannotated: one line for each function that does not say what it returns.
        digest: of the sources that were read.
    """

    files: Mapping[str, Mapping[str, Any]]
    matchers: str | None
    routes: tuple[str, ...]
    problems: tuple[str, ...]
    unannotated: tuple[str, ...]
    digest: str


def write_types(root: Path, types: AppTypes) -> None:
    """Write the declarations of the app's modules, and a copy of SvelteKit's types that refers to them.

    Files that would stay as they are are not written, so that editors need not read them again.
    """
    wanted = dict(_files(root, types))
    for name, text in wanted.items():
        file = root / name
        if not file.is_file() or file.read_text("utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    _remove_others(root, wanted)


def _files(root: Path, types: AppTypes) -> Iterator[tuple[str, str]]:
    """Yield the texts of all files by name, relative to the app's folder."""
    for file, module in types.files.items():
        yield f"{OWN}/{file.removesuffix('.py')}.d.ts", module["text"]
    for path in (root / KITS).rglob("$types.d.ts"):
        route = path.parent.relative_to(root / KITS).as_posix()
        yield f"{OWN}/{route}/$types.d.ts", _route_types(path.read_text("utf-8"), route, types.files)
    if types.matchers is not None:
        yield _MATCHERS, types.matchers
    yield f"{PYTHON}/{routes_stub.FILE}", routes_stub.routes_stub(types.routes)
    yield DIGEST, types.digest


def _route_types(text: str, route: str, files: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the `$types.d.ts` of a route; also one without Python refers to those of the layouts above."""
    page = files.get(f"{route}/+page.server.py", {})
    if page.get("load"):
        text = with_load(text, "Page")
    if page.get("actions"):
        text = with_actions(text)
    if files.get(f"{route}/+layout.server.py", {}).get("load"):
        text = with_load(text, "Layout")
    return with_endpoint(text) if f"{route}/+server.py" in files else text


def _remove_others(root: Path, wanted: Mapping[str, str]) -> None:
    """Remove the files of routes that are gone, and folders that are empty then."""
    for path in sorted((root / OWN).rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(root).as_posix() not in wanted:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
