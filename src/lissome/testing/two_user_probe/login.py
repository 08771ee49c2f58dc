"""Signing in the probe's users, with the app's own form or with a script."""

from __future__ import annotations

import runpy
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from lissome.errors import AppError
from lissome.testing.app import LocalsFor
from lissome.testing.two_user_probe.form_fields import HtmlForm, PageContent
from lissome.testing.user import User


@dataclass(frozen=True, slots=True)
class FormLogin:
    """Fills in the form of a page, as a browser would.

    Attributes:
        path: the path of the page with the form.
        fields: values by name; ``{user}`` stands for the user's name. Hidden fields of the form are sent as
            they are.
    """

    path: str
    fields: Mapping[str, str]

    async def __call__(self, user: User) -> None:
        """Sign in.

        Raises:
            AppError: the page has no such form, or the app did not sign the user in.
        """
        form = self._form((await user.page(self.path)).html)
        given = self.values(user)
        kept = {field.name: field.value for field in form.fields.values() if field.type == "hidden"}
        before = dict(user.cookies)
        result = await user.post_action(_target(self.path, form.action), kept | given)
        if result.type in ("failure", "error") or dict(user.cookies) == before:
            said = result.data or result.error or "no cookie was set"
            raise AppError(f"{self.path} did not sign in {user.name} ({result.status}): {said}")

    def values(self, user: User) -> dict[str, str]:
        """Return the values of a user's fields."""
        return {name: value.replace("{user}", user.name) for name, value in self.fields.items()}

    def _form(self, html: str) -> HtmlForm:
        forms = PageContent.read(html).forms
        for form in forms:
            if self.fields.keys() <= form.fields.keys():
                return form
        known = " or ".join(", ".join(form.fields) or "no fields" for form in forms) or "no form"
        raise AppError(f"{self.path} has no form with the fields {', '.join(self.fields)}; it has {known}")


def _target(path: str, action: str) -> str:
    if not action:
        return path
    return f"{path.partition('?')[0]}{action}" if action.startswith("?") else action


@dataclass(frozen=True, slots=True)
class LoginScript:
    """A Python file that signs users in.

    Attributes:
        sign_in: its ``async def sign_in(user)``.
        locals_for: its ``def locals_for(name)``: attributes of `event.locals`.
    """

    sign_in: Callable[[User], Awaitable[None]] | None
    locals_for: LocalsFor | None

    @classmethod
    def read(cls, file: Path) -> LoginScript:
        """Run the file.

        Raises:
            AppError: it has neither function.
        """
        names = runpy.run_path(str(file))
        script = cls(names.get("sign_in"), names.get("locals_for"))
        if script.sign_in is None and script.locals_for is None:
            raise AppError(
                f"{file} has no function that signs users in. It needs `async def sign_in(user)`, which may "
                "use user.submit(…), or `def locals_for(name)`, which returns attributes for event.locals."
            )
        return script
