"""Files whose name or language keeps them from doing anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path, PurePosixPath
from typing import Final

from lissome.build.mistakes.mistake import Mistake

# Files that only the server runs: JavaScript under these names would never be called.
_SERVER_SIDE: Final = ("+page.server", "+layout.server", "+server", "hooks.server")
# Files that the browser runs too: Python under these names could not.
_BROWSER_SIDE: Final = ("+page", "+layout", "hooks", "hooks.client", "params", "env", "service-worker")
_SCRIPTS: Final = (".js", ".ts")
# All names that SvelteKit and lissome know below src/routes, `@` and what follows it aside.
_ROUTE_NAMES: Final = (
    *("+page.svelte", "+layout.svelte", "+error.svelte", "+page.js", "+page.ts", "+layout.js", "+layout.ts"),
    *("+page.server.py", "+layout.server.py", "+server.py"),
)
_OWN_TOOLS: Final = frozenset({"test", "spec", "stories"})
_HOOKS: Final = "src/hooks.server.py"
_NO_SERVICE_WORKER: Final = (
    "lissome has no service workers yet, so browsers do not get this one: delete the file, or put a finished "
    "script into static/ and register it yourself"
)
_HOOK_NAMES: Final = ("handle", "handle_error", "handle_fetch", "init", "handleError", "handleFetch")
# Where people look for the hooks, besides src/hooks.server.py.
_HOOKS_ELSEWHERE: Final = frozenset(
    {
        *(
            "src/hooks/server.py",
            "src/hooks/__init__.py",
            "src/hooks.server/__init__.py",
            "src/hook.server.py",
        ),
        *("src/hooks_server.py", "src/hooks-server.py", "src/server.hooks.py", "src/hooks.servers.py"),
        *("src/Hooks.server.py", "src/hooks.Server.py", "src/server/hooks.py", "src/lib/hooks.server.py"),
        *("hooks.server.py", "src/routes/hooks.server.py", "src/lib/server/hooks.server.py", "hooks.py"),
        *("src/routes/+hooks.server.py", "src/middleware.py"),
    }
)


def route_files(root: Path, files: Iterable[str]) -> Iterator[Mistake]:
    """Find misplaced and misspelled files.

    Args:
        files: those below `src`, and those beside package.json; relative, with forward slashes.
    """
    known = set(files)
    if not any(file.startswith("src/routes/") for file in known):
        yield from _routes_elsewhere(root, known)
    for file in sorted(known):
        path = PurePosixPath(file)
        if _OWN_TOOLS & set(path.name.split(".")):
            continue
        message, is_warning = _message(root, path, known)
        if message:
            yield Mistake(file, 0, message, is_warning=is_warning)


def _routes_elsewhere(root: Path, known: set[str]) -> Iterator[Mistake]:
    """Say where routes belong, if there are some and none in src/routes."""
    found = [
        file for file in known if PurePosixPath(file).name in _ROUTE_NAMES and not file.startswith("src/lib/")
    ]
    if (root / "routes").is_dir():
        found.append("routes")
    if found:
        yield Mistake(
            min(found), 0, "routes are files in src/routes, and there is no such folder: move this there"
        )


def _message(root: Path, path: PurePosixPath, known: set[str]) -> tuple[str, bool]:
    """Return what is wrong with a file, ``""`` for nothing, and whether it is only a warning."""
    file = str(path)
    if (
        (message := _hooks(root, file, known))
        or (message := _wrong_language(path))
        or (message := _absent(path))
    ):
        return message, False
    if file.startswith("src/service-worker") and path.suffix in _SCRIPTS:
        return _NO_SERVICE_WORKER, True
    if file.startswith("src/routes/"):
        return _in_routes(root, path)
    return "", False


def _hooks(root: Path, file: str, known: set[str]) -> str:
    if file not in _HOOKS_ELSEWHERE or _HOOKS in known or not _defines(root / file, *_HOOK_NAMES):
        return ""
    return f"lissome reads hooks from {_HOOKS} only: move this file there"


def _wrong_language(path: PurePosixPath) -> str:
    """Say in which language a file must be, if that is not the one it is in."""
    stem, folder = path.name.removesuffix(path.suffix), str(path.parent)
    if not (folder == "src" or (folder + "/").startswith("src/routes/")):
        return ""
    if folder != "src" and not stem.startswith("+"):
        return ""
    if path.suffix in _SCRIPTS and stem in _SERVER_SIDE:
        return f"lissome's server is Python, and does not run this file: write it in Python, as {stem}.py"
    if path.suffix == ".py" and stem in _BROWSER_SIDE:
        return (
            f"this file runs in the browser too, so it cannot be Python: write {stem}.js{_server_side(stem)}"
        )
    return ""


def _server_side(stem: str) -> str:
    if stem in {"+page", "+layout", "hooks"}:
        return f" or, for code that only the server runs, {stem}.server.py"
    if stem == "params":
        return " or, where the server resolves routes, params.server.py"
    if stem == "env":
        return ", and declare what only Python needs in a class of lissome.Environment"
    return ""


def _absent(path: PurePosixPath) -> str:
    """Say that lissome does not have what a file of this name is for."""
    if path.parts[0] != "src":
        return ""
    parts = path.name.split(".")
    if len(parts) > 2 and parts[-2] == "remote" and path.suffix in {*_SCRIPTS, ".py"}:
        return (
            "lissome has no remote functions yet, and nothing calls this file: write a load or an action in "
            "+page.server.py, or a +server.py"
        )
    if path.name.startswith("instrumentation.server.") and str(path.parent) == "src":
        return f"lissome does not read this file: write what it starts into `async def init()` of {_HOOKS}"
    if (
        str(path.parent) == "src/params"
        and path.suffix in {*_SCRIPTS, ".py"}
        and not path.name.startswith("__")
    ):
        return (
            "SvelteKit 3 does not read this file: write all matchers into src/params.js, "
            f"export const params = defineParams({{ {path.stem}: … }})"
        )
    return ""


def _in_routes(root: Path, path: PurePosixPath) -> tuple[str, bool]:
    name = path.name
    plain = f"{name.partition('@')[0]}{path.suffix}" if "@" in name else name
    if plain in _ROUTE_NAMES or name.endswith((".d.ts", ".map")):
        return "", False
    if name.startswith("+") and path.suffix in {*_SCRIPTS, ".py", ".svelte"}:
        return _reserved(plain), False
    if path.suffix == ".py" and f"+{name}" in _ROUTE_NAMES and name != "server.py":
        return f"without its + this is no route file: rename it to +{name}", False
    if name == "server.py" and _defines(root / path, "GET", "POST", "PUT", "PATCH", "DELETE"):
        return "without its + this is no route file: rename it to +server.py", False
    if name in {"guards.py", "guard.server.py", "Guard.py", "_guard.py"} and _defines(root / path, "guard"):
        return "lissome reads the guard of a folder from guard.py: rename this file", False
    return "", False


def _reserved(name: str) -> str:
    if name.startswith(("+guard", "+guards")):
        return "the guard of a folder is written without +: rename this file to guard.py"
    if name.startswith("+error"):
        return (
            "an error page has no code of its own on the server: write +error.svelte, and handle_error in "
            "src/hooks.server.py"
        )
    candidates = [one for one in _ROUTE_NAMES if PurePosixPath(one).suffix == PurePosixPath(name).suffix]
    close = get_close_matches(name.lower(), candidates, n=1, cutoff=0.6)
    if close:
        return f"there is no route file of this name: rename it to {close[0]}"
    return f"names that begin with + are SvelteKit's ({', '.join(_ROUTE_NAMES)}): rename this file"


def _defines(path: Path, *names: str) -> bool:
    """True if a Python file defines one of these functions, as far as its text shows."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return any(f"def {name}(" in text for name in names)
