"""Versions of SvelteKit, Svelte and Vite that lissome was not tested with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from lissome.build import BuildError, build
from lissome.build.npm import copy_npm_package
from lissome.build.versions import check_versions, pins
from lissome.dev.run import run

KIT, SVELTE, VITE, PLUGIN = "@sveltejs/kit", "svelte", "vite", "@sveltejs/vite-plugin-svelte"

# In Vite's place: leaves a trace.
FAKE_VITE = """
const fs = require('node:fs');
fs.mkdirSync('build');
for (const file of ['built', 'build/manifest.json']) fs.writeFileSync(file, '');
"""


CONFIG = "import { lissome } from 'lissome';\nexport default { plugins: [lissome()] };\n"


def installed(
    root: Path, there: Mapping[str, str] | None = None, *, asked: Mapping[str, str] | None = None
) -> Path:
    """A project with node_modules as after `npm install`.

    Args:
        root: where to make it.
        there: the versions in node_modules that are not the pins; "" for a package that is missing.
        asked: what package.json asks for in the place of the pins; "" for a package that it does not name.
    """
    wanted = {name: wish for name, wish in {**pins(), **(asked or {})}.items() if wish}
    app = {"devDependencies": {**wanted, "lissome": "file:.lissome/npm"}}
    write(root / "package.json", app)
    for name, version in {**pins(), **(there or {})}.items():
        if version:
            write(root / "node_modules" / name / "package.json", {"name": name, "version": version})
    ours = json.loads((copy_npm_package(root) / "package.json").read_text())
    write(root / "package-lock.json", {"packages": {"": app, ".lissome/npm": ours}})
    write(root / "node_modules" / ".package-lock.json", {"packages": {".lissome/npm": ours}})
    (root / "vite.config.js").write_text(CONFIG)
    vite = root / "node_modules" / "vite" / "bin" / "vite.js"
    vite.parent.mkdir(parents=True)
    vite.write_text(FAKE_VITE)
    return root


def write(file: Path, value: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value))


def moved(name: str, *by: int) -> str:
    """The pin of a package, with its numbers moved: ``moved(VITE, 0, 1, 0)``."""
    numbers = zip(map(int, pins()[name].split(".")), by, strict=True)
    return ".".join(str(number + step) for number, step in numbers)


def refused(root: Path) -> str:
    with pytest.raises(BuildError) as failure:
        check_versions(root, unexpected)
    return str(failure.value)


def unexpected(line: str) -> None:
    pytest.fail(line)


def test_the_pins_are_exact() -> None:
    assert set(pins()) == {KIT, SVELTE, VITE, PLUGIN}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", pin) for pin in pins().values())


def test_the_pins_are_welcome(tmp_path: Path) -> None:
    check_versions(installed(tmp_path), unexpected)


def test_what_counts_is_what_is_installed(tmp_path: Path) -> None:
    check_versions(installed(tmp_path, asked={KIT: "^3.0.0", SVELTE: "*", VITE: ""}), unexpected)


def test_a_refusal_says_what_was_asked_and_what_to_write(tmp_path: Path) -> None:
    assert refused(installed(tmp_path, {KIT: "3.1.4"}, asked={KIT: "^3.1.0"})) == (
        f"package.json asks for @sveltejs/kit ^3.1.0, and 3.1.4 is installed, but this lissome works with "
        f"{pins()[KIT]}: the protocol between client and server is not a public contract. "
        f'Write "@sveltejs/kit": "{pins()[KIT]}" into package.json, under devDependencies.'
    )


@pytest.mark.parametrize("name", [KIT, SVELTE])
@pytest.mark.parametrize("by", [(0, 0, 1), (0, 1, 0), (-1, 0, 0)], ids=str)
def test_kit_and_svelte_are_exact(tmp_path: Path, name: str, by: tuple[int, ...]) -> None:
    version = moved(name, *by)
    text = refused(installed(tmp_path, {name: version}, asked={name: version}))
    assert text.startswith(
        f"package.json asks for {name} {version}, but this lissome works with {pins()[name]}: "
    )


@pytest.mark.parametrize("by", [(0, 0, 1), (0, 1, 0)], ids=str)
@pytest.mark.parametrize("name", [VITE, PLUGIN])
def test_a_newer_build_tool_is_told(tmp_path: Path, name: str, by: tuple[int, ...]) -> None:
    said: list[str] = []
    check_versions(installed(tmp_path, {name: moved(name, *by)}), said.append)
    assert len(said) == 1
    assert said[0].startswith(f"{name} {moved(name, *by)} is newer than {pins()[name]}, ")


@pytest.mark.parametrize(
    "version",
    [moved(VITE, 1, 0, 0), moved(VITE, -1, 1, 0), moved(VITE, 0, -1, 9), f"{pins()[VITE]}-beta.1", "git"],
)
def test_an_older_build_tool_or_another_major_version_is_refused(tmp_path: Path, version: str) -> None:
    text = refused(installed(tmp_path, {VITE: version}))
    assert f"{version} is installed, but this lissome works with {pins()[VITE]}: older versions and " in text


def test_all_are_named_at_once(tmp_path: Path) -> None:
    lines = refused(installed(tmp_path, {KIT: "2.0.0", VITE: "7.0.0"}, asked={VITE: ""})).splitlines()
    assert len(lines) == 2
    assert "@sveltejs/kit" in lines[0]
    assert lines[1].startswith("package.json does not name vite, and 7.0.0 is installed, but ")


def test_one_that_is_missing_is_named(tmp_path: Path) -> None:
    text = refused(installed(tmp_path, {SVELTE: ""}, asked={SVELTE: ""}))
    assert text.startswith("package.json does not name svelte, and it is not installed, but ")


def test_no_advice_to_write_what_is_there(tmp_path: Path) -> None:
    text = refused(installed(tmp_path, {KIT: "3.1.4"}))
    assert "Write" not in text
    assert text.endswith(
        'Look for it under "overrides" in package.json; if it is not there, delete node_modules.'
    )


@pytest.mark.node
def test_nothing_is_built_with_a_refused_version(tmp_path: Path) -> None:
    good, bad = installed(tmp_path / "good"), installed(tmp_path / "bad", {KIT: "3.1.4"})
    build(good, report=unexpected_but("Building with Vite"))
    with pytest.raises(BuildError, match="this lissome works with"):
        build(bad, report=unexpected)
    assert (good / "built").exists()
    assert not (bad / "built").exists()


def unexpected_but(line: str) -> Callable[[str], None]:
    def report(said: str) -> None:
        assert said == line or re.fullmatch(r" +\d+ s", said)

    return report


@pytest.mark.node
def test_dev_does_not_start_with_a_refused_version(tmp_path: Path) -> None:
    root = installed(tmp_path, {KIT: "3.1.4"})
    with pytest.raises(BuildError, match="this lissome works with"):
        run(root, "localhost", "127.0.0.1", 0)
    assert not (root / "built").exists()
