"""A page of the app, and what is done on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page that uses one or a few npm packages as their documentation begins.

    Attributes:
        name: the page's path in `app/src/routes`.
        packages: the npm packages that it uses, separated by spaces.
        does: what is on it, for people.
        shows: what a visitor reads on it before any script has run, in the order of the page.
        steps: what a visitor does then: ``click NAME``, ``fill NAME: VALUE``, ``see TEXT``.
        tells_runtime: True if the package tells its service which runtime it runs in, so that its requests
            differ.
        cannot: why it does not work in lissome; only a builtin of Node's that is called can be a reason.
        path: where the page is, if not under its name.
    """

    name: str
    packages: str
    does: str
    shows: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    tells_runtime: bool = False
    cannot: str = ""
    path: str = ""

    @property
    def folder(self) -> str:
        """The folder in `app/src/routes` that has what the page needs."""
        return self.name.partition("/")[0]

    @property
    def target(self) -> str:
        """The path that a visitor opens."""
        return self.path or f"/{self.name}"
