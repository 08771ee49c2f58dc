"""The names of the inputs that an app reads from requests, taken from its sources.

An app that reads the cookie ``session`` contains ``event.cookies.get("session")``. So the probe knows in
which cookies, headers and parameters a canary would be seen.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_QUERY: Final = frozenset({"search_params", "query_params"})
_READERS: Final = frozenset({"get", "getlist", "get_all", "pop", "has"})

# Headers that the probe must not set, because they would change who sends a request or what it means.
_RESERVED: Final = frozenset(
    (
        *("accept", "accept-encoding", "authorization", "connection", "content-length", "content-type"),
        *("cookie", "expect", "host", "if-match", "if-modified-since", "if-none-match", "origin", "range"),
        *("transfer-encoding", "upgrade", "x-forwarded-host", "x-forwarded-proto", "x-http-method-override"),
    )
)


@dataclass(slots=True)
class InputNames:
    """Names of inputs, in order of appearance.

    Attributes:
        cookies: names of cookies.
        query: names of parameters of the query.
        headers: names of headers.
        body: by file (relative to the app), the texts with which it looks something up in a dictionary; among
            them are the form fields and JSON properties that it reads.
        texts: the sources, by file.
    """

    cookies: dict[str, None] = field(default_factory=dict)
    query: dict[str, None] = field(default_factory=dict)
    headers: dict[str, None] = field(default_factory=dict)
    body: defaultdict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    texts: defaultdict[str, str] = field(default_factory=lambda: defaultdict(str))

    @classmethod
    def read(cls, root: Path) -> InputNames:
        """Read all Python files of the app in `root`, except those that cannot be parsed."""
        names = cls()
        for file in sorted((root / "src").rglob("*.py")):
            try:
                text = file.read_text("utf-8")
                tree = ast.parse(text)
            except (OSError, ValueError, SyntaxError):
                continue
            name = file.relative_to(root).as_posix()
            names.texts[name] = text
            for base, key in _lookups(tree):
                names._note(name, base, key)
        return names

    def _note(self, file: str, base: str, key: str) -> None:
        if base == "cookies":
            self.cookies[key] = None
        elif base in _QUERY:
            if not key.startswith(("/", "x-sveltekit-")):
                self.query[key] = None
        elif base == "headers":
            if key.lower() not in _RESERVED and not key.lower().startswith("x-sveltekit-"):
                self.headers[key.lower()] = None
        elif base not in ("params", "environ"):
            self.body[file][key] = None


def _lookups(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield ("cookies", "user") for ``x.cookies.get("user")``, and ("form", "item") for ``form["item"]``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=base, attr=attr), args=[ast.Constant(value=str(key)), *_]
            ) if attr in _READERS:
                yield _last_name(base), key
            case ast.Subscript(value=base, slice=ast.Constant(value=str(key)), ctx=ast.Load()):
                yield _last_name(base), key
            case ast.Compare(
                left=ast.Constant(value=str(key)), ops=[ast.In() | ast.NotIn()], comparators=[base]
            ):
                yield _last_name(base), key


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case ast.Call(func=function):
            return _last_name(function)
        case ast.Await(value=value):
            return _last_name(value)
        case _:
            return ""
