"""Signing in the probe's users."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.errors import AppError
from lissome.testing import AppUnderTest, User, probe
from lissome.testing.two_user_probe.login import FormLogin, LoginScript

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app


async def test_a_login_that_fails_is_said(with_login: AppUnderTest) -> None:
    with pytest.raises(AppError, match="has no form with the fields email; it has text"):
        await probe(with_login, ["/"], sign_in=FormLogin("/default-action", {"email": "{user}"}))


async def test_a_script_signs_in(tmp_path: Path, with_login: AppUnderTest) -> None:
    file = tmp_path / "sign_in.py"
    file.write_text(
        "async def sign_in(user):\n    await user.submit('/default-action', {'text': user.name})\n"
    )
    script = LoginScript.read(file)
    assert script.sign_in is not None
    user: User = with_login.user("ann")
    await script.sign_in(user)
    assert user.cookies["user"] == "ann"
    file.write_text("nothing = 1")
    with pytest.raises(AppError, match="no function that signs users in"):
        LoginScript.read(file)
