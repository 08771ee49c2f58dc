"""Arguments that lissome's functions cannot take, as far as they are literal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.names import EVENT, RESOLVE, own_nodes
from lissome.build.mistakes.source_file import SourceFile

# The statuses that each function takes, and a right call.
_STATUS: Final = MappingProxyType(
    {
        "lissome.redirect": (range(300, 309), 'redirect(303, "/list")'),
        "lissome.Redirect": (range(300, 309), 'Redirect(303, "/list")'),
        "lissome.error": (range(400, 600), 'error(404, "Not found")'),
        "lissome.fail": (range(400, 600), 'fail(400, {"errors": {…}})'),
    }
)
# JavaScript's names of keyword arguments, with Python's.
_KEYWORDS: Final = MappingProxyType(
    {
        "httpOnly": "http_only",
        "maxAge": "max_age",
        "sameSite": "same_site",
        "httponly": "http_only",
        "samesite": "same_site",
        "maxage": "max_age",
        "transformPageChunk": "transform_page_chunk",
        "filterSerializedResponseHeaders": "filter_serialized_response_headers",
        "body": "content",
        "redirect": "follow_redirects",
    }
)
_ANSWERS: Final = ("lissome.json", "lissome.text")
_COOKIES: Final = tuple(f"{EVENT}.cookies.{name}" for name in ("set", "delete", "serialize"))
_OPTIONS: Final = MappingProxyType(
    {
        **dict.fromkeys(
            _COOKIES, frozenset({"httpOnly", "maxAge", "sameSite", "httponly", "samesite", "maxage"})
        ),
        **dict.fromkeys(_ANSWERS, frozenset[str]()),
        RESOLVE: frozenset({"transformPageChunk", "filterSerializedResponseHeaders"}),
        f"{EVENT}.fetch": frozenset({"body", "redirect"}),
    }
)


def calls(source: SourceFile) -> Iterator[Mistake]:
    """Find the calls with wrong arguments in a module."""
    for function, scope in source.scopes:
        for node in own_nodes(function.body):
            if isinstance(node, ast.Call) and (name := scope.dotted(node.func)):
                yield from _status(source, node, name)
                yield from _keywords(source, node, name)
                yield from _options_in_a_dict(source, node, name)
                yield from _header_values(source, node, name)
                yield from _without_key(source, node, name)


def _status(source: SourceFile, call: ast.Call, name: str) -> Iterator[Mistake]:
    if name not in _STATUS or not call.args:
        return
    allowed, example = _STATUS[name]
    match call.args[0]:
        case ast.Constant(value=int(status)) if status not in allowed or isinstance(status, bool):
            meant = f"a status between {allowed[0]} and {allowed[-1]}"
            yield source.warning(call, f"{_short(name)}({status}, …) needs {meant}: write {example}")
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.Dict() as first:
            written = f"{_short(name)}({ast.unparse(first)[:40]}…)"
            yield source.mistake(call, f"in {written} the status comes first: write {example}")
        case _ if name == "lissome.redirect" and len(call.args) == 1 and not call.keywords:
            yield source.mistake(call, f"redirect() needs a status and a location: write {example}")


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _keywords(source: SourceFile, call: ast.Call, name: str) -> Iterator[Mistake]:
    for word in call.keywords:
        if word.arg in _OPTIONS.get(name, ()):
            right = _KEYWORDS[str(word.arg)]
            yield source.mistake(word.value, f"{ast.unparse(call.func)}() has no {word.arg}: write {right}=…")


def _options_in_a_dict(source: SourceFile, call: ast.Call, name: str) -> Iterator[Mistake]:
    """Options in a dict, as JavaScript has them: ``event.fetch(url, {"method": "POST"})``."""
    place = 2 if name == _COOKIES[0] else 1
    if name not in _OPTIONS or len(call.args) <= place or not isinstance(table := call.args[place], ast.Dict):
        return
    pairs = zip(table.keys, table.values, strict=True)
    names = [str(key.value) for key, _ in pairs if isinstance(key, ast.Constant)]
    words = [f"{_KEYWORDS.get(one, one)}=…" for one in names]
    function = ast.unparse(call.func)
    example = f"{function}(…, {', '.join(words) or 'name=…'})"
    yield source.mistake(table, f"{function}() takes its options by name, not in a dict: write {example}")


def _header_values(source: SourceFile, call: ast.Call, name: str) -> Iterator[Mistake]:
    if name != f"{EVENT}.set_headers" or not call.args or not isinstance(table := call.args[0], ast.Dict):
        return
    for value in table.values:
        if isinstance(value, ast.Constant) and isinstance(value.value, (int, float)):
            yield source.mistake(value, f'the value of a header is a text: write "{value.value}"')


def _without_key(source: SourceFile, call: ast.Call, name: str) -> Iterator[Mistake]:
    """``event.once(prices)``: two callers that mean the same are known by their key."""
    if name == f"{EVENT}.once" and len(call.args) == 1 and not call.keywords:
        make = call.args[0]
        key = make.id if isinstance(make, ast.Name) else "key"
        example = f'{ast.unparse(call.func)}("{key}", {ast.unparse(make)})'
        yield source.mistake(call, f"once() takes a key, and then the function: write {example}")
