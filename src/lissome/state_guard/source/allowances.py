"""The comments `# lissome: shared -- reason`, with which an app declares what it shares on purpose."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COMMENT: Final = re.compile(r"#\s*lissome:\s*shared\b\s*(?:--?|\u2014|\u2013|:)?\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment that allows something to be shared.

    Attributes:
        file: relative to the app's root, with ``/``.
        line: of the comment, counted from 1.
        name: the name that is declared there, or else the statement.
        reason: the reason that the comment gives; without one (``""``) the comment allows nothing.
    """

    file: str
    line: int
    name: str
    reason: str


def reasons_in(source: bytes) -> dict[int, str]:
    """Return the reasons of a file's comments by line, ``""`` for a comment without a reason."""
    if b"lissome:" not in source:
        return {}
    found = {}
    for token in tokenize.tokenize(io.BytesIO(source).readline):
        if token.type == tokenize.COMMENT:
            match = _COMMENT.search(token.string)
            if match is not None:
                found[token.start[0]] = match.group(1)
    return found


def reason_for(reasons: Mapping[int, str], first: int, last: int) -> str | None:
    """Return the reason on a statement's lines or on the line above them; None if there is no comment."""
    if not reasons:
        return None
    return next((reasons[line] for line in range(first - 1, last + 1) if line in reasons), None)


def allowances_in(root: Path) -> Iterator[Allowance]:
    """Yield all such comments of an app, by file and line, without running its code.

    Args:
        root: the app's folder; its modules are in ``src``.
    """
    for path in sorted((root / "src").rglob("*.py")):
        source = path.read_bytes()
        try:
            reasons = reasons_in(source)
            tree = ast.parse(source) if reasons else None
        except (SyntaxError, tokenize.TokenError):
            continue  # the build reports it
        for line, reason in reasons.items():
            assert tree is not None
            yield Allowance(path.relative_to(root).as_posix(), line, _named_at(tree, line), reason)


def _named_at(tree: ast.Module, line: int) -> str:
    """The name of the statement on a comment's own line, or else on the next line."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for wanted in (line, line + 1):
        found = [one for one in statements if one.lineno <= wanted <= (one.end_lineno or one.lineno)]
        inner = [one for one in found if wanted in (one.lineno, one.end_lineno) or not hasattr(one, "body")]
        if inner:
            return _name(max(inner, key=lambda one: one.lineno))
    return "?"


def _name(statement: ast.stmt) -> str:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.Assign(targets=targets):
            return ", ".join(ast.unparse(target) for target in targets)
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return ast.unparse(target)
        case _:
            return ast.unparse(statement).splitlines()[0]
