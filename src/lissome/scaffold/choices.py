"""The answers to the questions of `lissome new`."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from lissome.scaffold.errors import ScaffoldError

Template: TypeAlias = Literal["minimal", "demo"]

TEMPLATES: Final[tuple[Template, ...]] = ("minimal", "demo")
DEFAULT_NAME: Final = "my-app"

# A project cannot depend on a package of its own name.
_TAKEN: Final = frozenset({"lissome", "svelte", "vite", "typescript", "svelte-check", "lib", "pytest"})
# What npm and the Python package index both accept as a name, in its one spelling.
_NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Choices:
    """The answers.

    Attributes:
        folder: where the project goes, as it was typed.
        name: the name of the project; see `checked_name`.
        template: the pages that it begins with.
        tests: whether it has tests, and what they need.
        docker: whether it has a Dockerfile, and a file for compose.
    """

    folder: str
    name: str
    template: Template = "minimal"
    tests: bool = True
    docker: bool = False

    @property
    def features(self) -> frozenset[str]:
        """Return what lines of a template are marked with."""
        chosen = {"tests": self.tests, "docker": self.docker}
        return frozenset({self.template, *(name for name, wanted in chosen.items() if wanted)})

    @property
    def layers(self) -> tuple[str, ...]:
        """Return the folders of templates to lay on top of each other; a later one replaces files."""
        tests = ("tests", f"{self.template}-tests") if self.tests else ()
        return ("base", self.template, *tests, *(("docker",) if self.docker else ()))

    @property
    def command(self) -> str:
        """Return the command that makes the same project without a question."""
        return shlex.join(
            [
                *("lissome", "new", self.folder, "--template", self.template),
                "--tests" if self.tests else "--no-tests",
                "--docker" if self.docker else "--no-docker",
            ]
        )


def checked_name(name: str) -> str:
    """Return the name of a project.

    Raises:
        ScaffoldError: it is none: npm or the Python package index would refuse it.
    """
    if name in _TAKEN:
        raise ScaffoldError(f"{name} is the name of a package that the project uses. Write {name}-app.")
    if _NAME.fullmatch(name) and len(name) <= 100:
        return name
    meant = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:100].strip("-") or DEFAULT_NAME
    raise ScaffoldError(
        f"{name!r} is no name for a project: npm and Python packages have small letters a-z, digits, and "
        f"hyphens between them. Write {meant}."
    )
