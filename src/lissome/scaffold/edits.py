"""Edits of a SvelteKit project's files: a text, and the text with lissome in it.

Each changes what it understands, and says of everything else which line to write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

LISSOME: Final = "file:.lissome/npm"
ROOT_DIRS: Final = '"rootDirs": [".", "./.svelte-kit/lissome", "./.svelte-kit/types"]'
IGNORED: Final = (".lissome/", ".svelte-kit/", "build/", "node_modules/", ".venv/", "__pycache__/", ".env")

_KINDS: Final = ("dependencies", "devDependencies")
_SCRIPTS: Final = (
    ("vite dev", "lissome dev"),
    ("vite build", "lissome build"),
    ("vite preview", "lissome serve --port 4173"),
)
_IMPORT: Final = re.compile(
    r"""import\s*\{\s*sveltekit(?:\s+as\s+(\w+))?\s*\}\s*from\s*(['"])@sveltejs/kit/vite\2"""
)
_ADAPTER_IMPORT: Final = re.compile(
    r"""^import\s+(\w+)\s+from\s*(['"])@sveltejs/adapter-[\w-]+\2;?[ \t]*\n""", re.MULTILINE
)
_COMPILER_OPTIONS: Final = re.compile(r'"compilerOptions"\s*:\s*\{')


@dataclass(frozen=True, slots=True)
class Edited:
    """A file after an edit.

    Attributes:
        text: its text.
        advice: what a person has to do, a sentence each.
    """

    text: str
    advice: tuple[str, ...] = ()


def vite_config(text: str) -> Edited:
    """Import lissome's plugin in place of SvelteKit's, and leave out the adapter."""
    if re.search(r"""from\s*['"]lissome['"]""", text):
        return Edited(text)
    if not _IMPORT.search(text):
        return Edited(
            text, ("write import { lissome as sveltekit } from 'lissome', in place of SvelteKit's plugin",)
        )
    imported = _IMPORT.sub(
        lambda found: f"import {{ lissome as {found[1] or 'sveltekit'} }} from {found[2]}lissome{found[2]}",
        text,
    )
    adapted = _without_adapter(imported)
    left = re.search(r"^(?!\s*//).*\badapter\b", adapted, re.MULTILINE)
    return Edited(adapted, ("leave out the adapter and its import: lissome brings its own",) if left else ())


def _without_adapter(text: str) -> str:
    """Leave out the option with the comment above it, and the import; only if that is all there is."""
    imported = _ADAPTER_IMPORT.search(text)
    if imported is None:
        return text
    option = rf"(?:\n[ \t]*)?(?:\n[ \t]*//[^\n]*)*\n[ \t]*adapter:\s*{imported[1]}\([^()]*\),?(?=[ \t]*\n)"
    changed, count = re.subn(option, "", text)
    return _ADAPTER_IMPORT.sub("", changed, count=1) if count == 1 else text


def package_json(text: str, pins: Mapping[str, str]) -> Edited:
    """Add lissome, and ask for the versions that it works with; scripts of SvelteKit become lissome's.

    Args:
        text: that of package.json, whose indentation is kept.
        pins: the exact versions, by name.
    """
    package: dict[str, Any] = json.loads(text)
    wanted = {**pins, "lissome": LISSOME}
    development = package.setdefault("devDependencies", {})
    for name, version in wanted.items():
        kind = next((kind for kind in _KINDS if name in package.get(kind, {})), "devDependencies")
        package[kind][name] = version
    for name in [name for name in development if name.startswith("@sveltejs/adapter-")]:
        del development[name]
    package["devDependencies"] = dict(sorted(development.items()))
    scripts = package.get("scripts", {})
    for name, command in scripts.items():
        scripts[name] = _script(command) if name != "prepare" else command
    indent = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
    written = json.dumps(package, indent=indent[1] if indent else 2, ensure_ascii=False)
    return Edited(written + ("\n" if text.endswith("\n") else ""))


def _script(command: str) -> str:
    whole = dict(_SCRIPTS)
    return whole.get(command, command.replace("svelte-kit sync", "lissome sync"))


def tsconfig(text: str) -> Edited:
    """Have TypeScript find the types that `lissome sync` writes, before those of SvelteKit."""
    if ".svelte-kit/lissome" in text:
        return Edited(text)
    options = _COMPILER_OPTIONS.search(text)
    if options is None or '"rootDirs"' in text:
        return Edited(text, (f"write {ROOT_DIRS} in compilerOptions",))
    rest = text[options.end() :]
    first_line = re.match(r"[ \t]*(\n[ \t]*)", rest)
    comma = "" if rest.lstrip().startswith("}") else ","
    return Edited(f"{text[: options.end()]}{first_line[1] if first_line else ' '}{ROOT_DIRS}{comma}{rest}")


def gitignore(text: str) -> Edited:
    """Add what lissome and Python make."""
    known = {line.strip().strip("/") for line in text.splitlines()}
    missing = [name for name in IGNORED if name.strip("/") not in known]
    if not missing:
        return Edited(text)
    gap = "" if not text or text.endswith("\n") else "\n"
    lines = "\n".join(["# lissome and Python", *missing])
    return Edited(f"{text}{gap}{'' if not text else chr(10)}{lines}\n")
