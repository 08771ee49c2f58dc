"""Checks the versions of SvelteKit, Svelte and Vite that an app has installed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from lissome.build.errors import BuildError
from lissome.build.npm import npm_package_folder, read_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Packages whose internals lissome uses, with the reason why no other version is allowed, not even a patch
# release. vite and its Svelte plugin are not among them: they run at build time only, and lissome is an
# ordinary plugin for them. A newer release of the same major version may work; an older one may lack features
# that lissome uses.
EXACT = MappingProxyType(
    {
        "@sveltejs/kit": "the protocol between client and server is not a public contract",
        "svelte": "users share its renderer, and only this version was checked to keep none of their data",
    }
)
OTHERS = "older versions and other major ones were not tested"

KINDS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(-)?")


@dataclass(frozen=True, slots=True)
class Package:
    """A package that lissome depends on.

    Attributes:
        name: its name on npm.
        pin: the version that lissome was tested with.
        asked: the version range in package.json; None if it does not name the package.
        installed: the version in node_modules; None if it is not there.
    """

    name: str
    pin: str
    asked: str | None
    installed: str | None


def check_versions(root: Path, report: Callable[[str], None]) -> None:
    """Refuse an app whose node_modules have packages in unsupported versions.

    npm does not check that: it ignores the peer dependencies of a folder (``file:.lissome/npm``).

    Args:
        root: the app's folder, with the packages that npm has installed.
        report: called with one line for each version that is newer than the tested one, and may work.

    Raises:
        BuildError: there are such packages; the text names them, and says what to write.
    """
    packages = _packages(root)
    refused = [package for package in packages if not _may_work(package)]
    if refused:
        raise BuildError("\n".join(map(_refusal, refused)))
    for package in packages:
        if package.installed != package.pin:
            report(_warning(package))


def pins() -> dict[str, str]:
    """Return the exact versions by name: the peer dependencies of lissome's npm package."""
    wanted: dict[str, str] = (read_json(npm_package_folder() / "package.json") or {})["peerDependencies"]
    return wanted


def _packages(root: Path) -> list[Package]:
    app = read_json(root / "package.json") or {}
    asked = {name: wish for kind in KINDS for name, wish in app.get(kind, {}).items()}
    return [
        Package(name, pin, asked.get(name), _installed(root, name)) for name, pin in sorted(pins().items())
    ]


def _installed(root: Path, name: str) -> str | None:
    version = (read_json(root / "node_modules" / name / "package.json") or {}).get("version")
    return str(version) if version else None


def _may_work(package: Package) -> bool:
    if package.installed is None or package.installed == package.pin:
        return package.installed is not None
    if package.name in EXACT:
        return False
    there, tested = _order(package.installed), _order(package.pin)
    return there[0] == tested[0] and there > tested


def _order(version: str) -> tuple[int, int, int, bool]:
    """Return a key to compare versions by. 8.4.0-beta.1 comes before 8.4.0; invalid versions come first."""
    match = VERSION.match(version)
    if not match:
        return (0, 0, 0, False)
    major, minor, patch, before = match.groups()
    return (int(major), int(minor), int(patch), before is None)


def _refusal(package: Package) -> str:
    why = EXACT.get(package.name, OTHERS)
    return f"{_found(package)}, but this lissome works with {package.pin}: {why}. {_advice(package)}"


def _warning(package: Package) -> str:
    return (
        f"{package.name} {package.installed} is newer than {package.pin}, which lissome was tested with: "
        f'if something goes wrong, write "{package.name}": "{package.pin}" into package.json.'
    )


def _found(package: Package) -> str:
    """Return the version in package.json and the installed one, as a sentence."""
    there = f"{package.installed} is installed" if package.installed else "it is not installed"
    if package.asked is None:
        return f"package.json does not name {package.name}, and {there}"
    if package.asked == package.installed:
        return f"package.json asks for {package.name} {package.asked}"
    return f"package.json asks for {package.name} {package.asked}, and {there}"


def _advice(package: Package) -> str:
    if package.asked == package.pin:
        return 'Look for it under "overrides" in package.json; if it is not there, delete node_modules.'
    return f'Write "{package.name}": "{package.pin}" into package.json, under devDependencies.'
