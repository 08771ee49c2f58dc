"""Imports of names that lissome does not have, and of modules by a wrong path."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

import lissome
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.source_file import SourceFile

_SUBMODULES: Final = frozenset({"cache", "paths", "testing"})
# What SvelteKit and other frameworks have under other names.
_ELSEWHERE: Final = MappingProxyType(
    {
        "HTTPError": "HttpError",
        "HTTPException": "error",
        "abort": "error",
        "invalid": "fail",
        "getRequestEvent": "get_request_event",
        "JSONResponse": "json",
        "PlainTextResponse": "text",
        "LoadEvent": "ServerLoadEvent",
        "ServerLoad": "ServerLoadEvent",
        "PageServerLoadEvent": "ServerLoadEvent",
        "LayoutServerLoadEvent": "ServerLoadEvent",
        "ActionEvent": "RequestEvent",
        "Actions": "RequestEvent",
    }
)


def imports(source: SourceFile) -> Iterator[Mistake]:
    """Find the wrong imports of a module."""
    for node in ast.walk(source.tree):
        match node:
            case ast.ImportFrom(module="lissome", names=names, level=0):
                for alias in names:
                    yield from _unknown(source, node, alias.name)
            case ast.ImportFrom(module=str(module), level=0) if module.partition(".")[0] == "src":
                right = module.partition(".")[2]
                how = f"from {right} import …" if right else "import …"
                yield source.mistake(node, f"imports begin inside of src: write {how}")
            case ast.Import(names=names):
                for alias in names:
                    if alias.name.startswith("src."):
                        right = alias.name.removeprefix("src.")
                        yield source.mistake(node, f"imports begin inside of src: write import {right}")


def _unknown(source: SourceFile, node: ast.AST, name: str) -> Iterator[Mistake]:
    if name == "*" or name in lissome.__all__ or name in _SUBMODULES or name.startswith("_"):
        return
    plain = {_plain(known): known for known in lissome.__all__}
    meant = _ELSEWHERE.get(name)
    if meant is None and (close := get_close_matches(_plain(name), plain, n=1, cutoff=0.75)):
        meant = plain[close[0]]
    if meant:
        yield source.mistake(node, f"lissome has no {name}: write from lissome import {meant}")
    else:
        yield source.mistake(node, f"lissome has no {name}; there are {', '.join(lissome.__all__)}")


def _plain(name: str) -> str:
    return name.replace("_", "").lower()
