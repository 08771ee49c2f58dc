"""Builds an app: copies the npm package, installs packages, and runs Vite."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lissome.build.errors import BuildError
from lissome.build.mistakes import Mistake, MistakeFinder
from lissome.build.mistakes.project_files import (
    CONFIGURATIONS,
    NO_PLUGIN,
    configuration_of,
    project_files,
)
from lissome.build.node import NodeInstallation
from lissome.build.npm import node_environment
from lissome.build.prepare import prepare
from lissome.build.running import run_tool
from lissome.errors import AppError
from lissome.mode import mode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ANSI = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[^\x07]*\x07")
# Stack frames, the rest of a printed error object, kit's progress messages.
CHATTER = re.compile(
    r"\s+at .*|\s*errors: \[Getter/Setter\]|\}$|.*Build failed in |error during build:|"
    r"\s*(?:Run npm run preview|> Using lissome|✔ done)"
)


def build(root: Path, *, report: Callable[[str], None]) -> Path:
    """Build the app in `root` to ``root/build``.

    Args:
        root: the folder with package.json and vite.config.js.
        report: called with one line per step, for people.

    Returns:
        The folder of the output, which holds manifest.json.

    Raises:
        BuildError: a file of the app breaks a rule, a package has an unsupported version, or a tool failed;
            the text says what.
        NodeError: there is no Node that is new enough.
    """
    root = root.resolve()
    check_project(root)
    check_settings(root)
    warnings = check_for_mistakes(root)
    node = prepare(root, report)
    report("Building with Vite")
    _run_vite(root, node, report)
    for warning in warnings:
        report(warning.title)
    return root / "build"


def check_project(root: Path) -> None:
    """Check that a folder has the files of a lissome project.

    Raises:
        BuildError: one is missing.
    """
    for names, purpose in (
        (("package.json",), "it names svelte, vite, @sveltejs/kit and lissome"),
        (
            CONFIGURATIONS,
            "write: import { lissome } from 'lissome'; export default { plugins: [lissome()] };",
        ),
    ):
        if not any((root / name).is_file() for name in names):
            raise BuildError(f"{root} is not a lissome project: {names[0]} is missing ({purpose}).")


def check_settings(root: Path) -> None:
    """Check the settings in pyproject.toml; variables of the environment are for the machine that serves.

    Raises:
        BuildError: settings are unknown or have invalid values; the text has all of them.
    """
    from lissome.settings import load_settings  # noqa: PLC0415 - `lissome dev` starts Vite without it

    try:
        load_settings(root, environ={})
    except AppError as failure:
        raise BuildError(str(failure)) from failure


def check_configuration(root: Path) -> None:
    """Check package.json and vite.config.js, without which nothing would start.

    Raises:
        BuildError: they have mistakes; the text has all of them.
    """
    if mistakes := list(project_files(root)):
        raise BuildError("\n".join(map(str, mistakes)))


def check_for_mistakes(root: Path) -> list[Mistake]:
    """Look for mistakes in the app's files, before any tool runs; return what might be meant.

    Raises:
        BuildError: something cannot work; the text has all mistakes.
    """
    mistakes = MistakeFinder(root).find()
    if any(not one.is_warning for one in mistakes):
        raise BuildError("\n".join(map(str, sorted(mistakes, key=lambda one: one.is_warning))))
    return mistakes


def _run_vite(root: Path, node: NodeInstallation, report: Callable[[str], None]) -> None:
    vite = root / "node_modules" / "vite" / "bin" / "vite.js"
    command: list[str | Path] = [node.binary, vite, "build", "--mode", mode(), "--logLevel", "warn"]
    manifest = root / "build" / "manifest.json"
    before = _written(manifest)
    result = run_tool(command, root, node_environment(node), lambda time: report(f"  {time}"))
    output = readable(result.stdout + result.stderr)
    if result.returncode:
        raise BuildError(output or "Vite failed without output.")
    if output:
        report(output)
    if _written(manifest) == before:
        raise BuildError(f"{configuration_of(root)}: this {NO_PLUGIN}.")


def _written(file: Path) -> int | None:
    """Return when a file was written, in nanoseconds; None if it does not exist."""
    return file.stat().st_mtime_ns if file.is_file() else None


def readable(output: str) -> str:
    """Return Vite's warnings and errors, without colours, JavaScript stacks and progress messages."""
    lines = (line for line in ANSI.sub("", output).splitlines() if not CHATTER.match(line))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
