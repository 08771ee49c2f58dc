"""Forms in pages whose action does not exist, and options in +page.js and +layout.js that do nothing.

They are found in the text: a tag with literal attributes has nothing to compile.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lissome.build.analyse import frame_of, top_statements
from lissome.build.mistakes.mistake import Mistake
from lissome.build.mistakes.options import CONFIG_KEYS
from lissome.build.mistakes.project_files import without_comments
from lissome.build.mistakes.source_file import SourceFile

_NO_MARKUP: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG: Final = re.compile(
    r"<(form|button|input)\b((?:[^>\"'{]|\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{[^{}]*\})*\})*)>"
)
_LITERAL: Final = r"""\b{}\s*=\s*(?:"([^"{{]*)"|'([^'{{]*)'|([^\s"'{{>]+))"""
_OPTION: Final = re.compile(r"export\s+(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*([^;\n]+)")
_ENTRIES: Final = re.compile(r"export\s+(?:async\s+)?function\s+entries\b")


_FILE_INPUT: Final = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?file\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FormTarget:
    """A literal address of a form action in a page: ``<form action="?/create">``.

    Attributes:
        line: 1-based.
        is_get: True for a form that is sent by GET.
    """

    action: str
    line: int
    frame: str
    is_get: bool


def form_targets(text: str) -> list[FormTarget]:
    """Find the form actions that a page names."""
    markup = _markup(text)
    targets = []
    for tag in _TAG.finditer(markup):
        for attribute in ("action", "formaction"):
            address = _attribute(tag[2], attribute)
            if address is not None and address.startswith("?/"):
                line = text.count("\n", 0, tag.start()) + 1
                frame = frame_of(text, line, _column(text, tag.start()))
                is_get = attribute == "action" and _is_get(tag[2], markup)
                targets.append(FormTarget(re.split(r"[&#]", address[2:])[0], line, frame, is_get))
    return targets


def wrong_forms(
    file: str, targets: list[FormTarget], server: str, source: SourceFile | None
) -> Iterator[Mistake]:
    """Find the forms of a page whose action is not there, or would not run.

    Args:
        server: the path of the page's +page.server.py.
        source: that file; None if it does not exist.
    """
    names = _action_names(source)
    for target in targets if names is not None else ():
        message = _no_action(target.action, names or [], server)
        if message is None and target.is_get:
            form = f'<form method="POST" action="?/{target.action}">'
            message = f"a form without method sends GET, and no action runs: write {form}"
        if message:
            yield Mistake(file, target.line, message, target.frame, is_warning=True)


def forms_without_enctype(file: str, text: str) -> Iterator[Mistake]:
    """Find the forms that would send the name of a file instead of the file."""
    markup = _markup(text)
    for tag in _TAG.finditer(markup):
        attributes = tag[2]
        if tag[1] != "form" or not re.search(r"\bmethod\s*=\s*[\"']?post\b", attributes, re.IGNORECASE):
            continue
        inside = markup[tag.end() :].partition("</form")[0]
        is_told = re.search(r"\benctype\b|\{\s*\.\.\.", attributes) or "formenctype" in inside
        if _FILE_INPUT.search(inside) and not is_told:
            line = text.count("\n", 0, tag.start()) + 1
            frame = frame_of(text, line, _column(text, tag.start()))
            form = '<form method="POST" enctype="multipart/form-data">'
            message = f"without enctype this form sends the name of a file, and no file: write {form}"
            yield Mistake(file, line, message, frame, is_warning=True)


def _markup(text: str) -> str:
    """Return a component with blanks instead of its scripts, styles and comments."""
    return _NO_MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _column(text: str, position: int) -> int:
    return position - (text.rfind("\n", 0, position) + 1)


def _is_get(attributes: str, markup: str) -> bool:
    """True for a form without a method of its own, in a page where no button gives it one."""
    return (
        not re.search(r"\bmethod\b|\{\s*\.\.\.", attributes, re.IGNORECASE)
        and "formmethod" not in markup.lower()
    )


def _action_names(source: SourceFile | None) -> list[str] | None:
    """Return the names of a page's actions; None if only running the module would tell."""
    if source is None:
        return []
    if any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in source.tree.body):
        return None
    if source.marked:
        return [*source.marked]
    for statement in top_statements(source.tree.body):
        match statement:
            case ast.Assign(targets=[ast.Name("actions")]) | ast.AnnAssign(target=ast.Name("actions")):
                value = statement.value
                literal = isinstance(value, ast.Dict) and None not in value.keys
                return [name for name, _ in source.actions] if literal else None
    return None if "actions" in source.names.means or "actions" in source.functions else []


def _no_action(wanted: str, names: list[str], server: str) -> str | None:
    if wanted in names:
        return None
    if not names:
        return f'this page has no form actions: write actions = {{"{wanted}": {wanted}}} into {server}'
    known = (
        ", ".join(f'"?/{name}"' for name in names if name != "default") or 'the default one, without "?/…"'
    )
    return f'there is no action "{wanted}" in {server}; there is {known}: write one of these, or add it'


def _attribute(text: str, name: str) -> str | None:
    found = re.search(rf"(?<![\w-]){_LITERAL.format(name)}", text, re.IGNORECASE)
    return next((part for part in found.groups() if part is not None), "") if found else None


def wrong_universal_options(file: str, text: str) -> Iterator[Mistake]:
    """Find the options of a +page.js or +layout.js that do nothing."""
    code = without_comments(text)
    for found in _OPTION.finditer(code):
        message, is_warning = _option(found[1], found[2].strip())
        if message:
            yield Mistake(file, code.count("\n", 0, found.start()) + 1, message, is_warning=is_warning)
    if entries := _ENTRIES.search(code):
        line = code.count("\n", 0, entries.start()) + 1
        message = "lissome has no prerendering yet, so entries is never read: delete it"
        yield Mistake(file, line, message, is_warning=True)


def _option(name: str, value: str) -> tuple[str, bool]:
    """Return what is wrong with an option, ``""`` for nothing, and whether it is only a warning."""
    if name == "prerender" and re.match(r"true\b|['\"]auto['\"]", value):
        return "lissome has no prerendering yet, and each request is answered anew: delete this line", True
    if name == "entries":
        return "lissome has no prerendering yet, so entries is never read: delete it", True
    if name in {"ssr", "csr"} and re.fullmatch(r"['\"\d].*|null|undefined", value):
        return f"{name} is true or false, not {value}: write export const {name} = false", False
    if name == "trailing_slash":
        return (
            f"JavaScript spells this page option trailingSlash: write export const trailingSlash = {value}",
            False,
        )
    if name == "config" and (keys := re.findall(r"[{,]\s*['\"]?(\w+)['\"]?\s*:", value)):
        unknown = [key for key in keys if key not in CONFIG_KEYS]
        if unknown:
            return (
                f"config.{unknown[0]} has no effect; lissome reads {' and '.join(CONFIG_KEYS)}: delete it",
                True,
            )
    return "", False
