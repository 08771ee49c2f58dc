"""The files beside package.json: vite.config.js without lissome's plugin, svelte.config.js, package.json.

A regular expression is enough for what a person writes there. What it cannot decide, such as a configuration
that is made elsewhere, is decided by Vite: `build.py` and `dev/vite.py` notice if the plugin did not run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lissome.build.mistakes.mistake import Mistake

CONFIGURATIONS: Final = (
    "vite.config.js",
    "vite.config.ts",
    "vite.config.mjs",
    "vite.config.mts",
)
# Follows "this", the file.
NO_PLUGIN: Final = (
    "file has no lissome() plugin, so Vite builds no app: add `import { lissome } from 'lissome';` and "
    "`plugins: [lissome()]`"
)
_COMMENT: Final = re.compile(
    r"""('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|//[^\n]*|/\*.*?\*/""", re.DOTALL
)
_IMPORT: Final = re.compile(r"import\s*\{([^}]*)\}\s*from\s*['\"]lissome['\"]")
_WHOLE_IMPORT: Final = re.compile(
    r"(?:import\s*\*\s*as\s+\w+\s+from|import\s*\(|require\s*\()\s*['\"]lissome['\"]"
)
_OTHER_FILE: Final = re.compile(r"""(?:from|import)\s*\(?\s*['"](?:\.|#|[A-Z]:|/)""")
_DEPENDENCY: Final = '"lissome": "file:.lissome/npm"'
_BESIDE: Final = (
    ("sveltekit", "@sveltejs/kit/vite", "sveltekit"),
    ("svelte", "@sveltejs/vite-plugin-svelte", "svelte"),
)


def configuration_of(root: Path) -> str:
    """Return the name of Vite's configuration file."""
    return next((name for name in CONFIGURATIONS if (root / name).is_file()), CONFIGURATIONS[0])


def project_files(root: Path) -> Iterator[Mistake]:
    """Find the mistakes in the configuration of the project."""
    yield from _package(root)
    if (root / configuration_of(root)).is_file():
        name = configuration_of(root)
        yield from _vite_config(name, (root / name).read_text("utf-8", "replace"))
    for name in ("svelte.config.js", "svelte.config.ts"):
        if (root / name).is_file():
            yield Mistake(
                name,
                0,
                "this file is not read: move its options into lissome({ … }) in vite.config.js, without "
                "`kit` around them and without `adapter`, and delete it",
            )


def _package(root: Path) -> Iterator[Mistake]:
    try:
        text = (root / "package.json").read_text("utf-8", "replace")
        package = json.loads(text)
    except FileNotFoundError:
        return
    except json.JSONDecodeError as failure:
        yield Mistake("package.json", failure.lineno, f"this is not JSON: {failure.msg}")
        return
    kinds = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
    named: dict[str, object] = {}
    for kind in kinds if isinstance(package, dict) else ():
        named |= package.get(kind, {})
    asked = named.get("lissome")
    if asked is None:
        yield Mistake("package.json", 0, f"lissome is missing: add {_DEPENDENCY} to devDependencies")
    elif not str(asked).startswith(("file:", "link:", "workspace:")):
        line = text.count("\n", 0, text.index('"lissome"')) + 1
        why = f"npm would look for lissome {asked} elsewhere, but `lissome build` brings it along"
        yield Mistake("package.json", line, f"{why}: write {_DEPENDENCY}")


def _vite_config(name: str, text: str) -> Iterator[Mistake]:
    code = without_comments(text)
    called = None
    for local in _local_names(code):
        called = called or re.search(rf"\b{re.escape(local)}\s*\(", code)
    for function, package, _ in _BESIDE:
        found = re.search(rf"\b{function}\s*\(", code)
        if found and package in code:
            line = code.count("\n", 0, found.start()) + 1
            what = (
                f"lissome() contains {function}(): remove {function}()"
                if called
                else f"{function}() alone builds no app for Python: write lissome() instead, from 'lissome'"
            )
            yield Mistake(name, line, what)
            if not called:
                return
    if not called and not _OTHER_FILE.search(code):
        yield Mistake(name, 0, f"this {NO_PLUGIN}")


def _local_names(code: str) -> Iterator[str]:
    """Yield the names under which a module imports lissome's plugin."""
    for found in _IMPORT.finditer(code):
        for part in found[1].split(","):
            imported, _, local = part.strip().partition(" as ")
            if imported.strip() == "lissome":
                yield local.strip() or "lissome"
    if re.search(
        r"import\s*\*\s*as\s+\w+\s+from\s*['\"]lissome['\"]|import\(\s*['\"]lissome['\"]|require\(\s*['\"]lissome",
        code,
    ):
        yield "lissome"


def without_comments(text: str) -> str:
    """Return JavaScript without its comments; lines keep their numbers."""
    return _COMMENT.sub(lambda found: found[1] or "\n" * found[0].count("\n"), text)
