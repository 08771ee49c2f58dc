"""`@action`: the functions that it marks, and what is refused at start."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from lissome.errors import AppError
from lissome.server.inputs.marked_actions import action, actions_in


def module_of(source: str) -> ModuleType:
    """A page's module."""
    module = ModuleType("page")
    exec(f"import functools\nfrom lissome import action\n{source}", module.__dict__)
    return module


DECORATOR = """
def checked(run):
    @functools.wraps(run)
    def wrapper(event):
        return run(event)
    return wrapper
"""


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("@action\ndef create(event): ...\n@action\nasync def delete(event): ...", ["create", "delete"]),
        ("@action(name='sign-in')\ndef sign_in(event): ...", ["sign-in"]),
        (f"{DECORATOR}@action\n@checked\ndef create(event): ...", ["create"]),
        (f"{DECORATOR}@checked\n@action\ndef create(event): ...", ["create"]),
        ("@action\ndef create(event): ...\nagain = create", ["create"]),
        ("actions = {'a': print}", ["a"]),
    ],
)
def test_the_actions_of_a_module(source: str, names: list[str]) -> None:
    found = actions_in("f", module_of(source))
    assert found is not None
    assert list(found) == names


def test_without_actions() -> None:
    assert actions_in("f", module_of("def load(event): ...")) is None


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("@action\ndef a(event): ...\nactions = {'b': a}", "f has `actions` and @action"),
        ("@action\ndef a(event): ...\n@action(name='a')\ndef b(event): ...", "two actions are called 'a'"),
        ("@action\ndef a(event): ...\na.__module__ = 'shared'", "the action 'a' comes from shared"),
        ("actions = [print]", "`actions` must be a dict of functions"),
    ],
)
def test_refused_at_start(source: str, says: str) -> None:
    with pytest.raises(AppError, match=says):
        actions_in("f", module_of(source))


def test_the_function_stays_as_it_is() -> None:
    def create(event: Any) -> int:
        return 1

    kept: Callable[[Any], int] = action(create)
    assert kept is create
    with pytest.raises(TypeError, match=r"@action stands above a function, not a str; .* @action\(name=…\)"):
        action("create")  # type: ignore[call-overload]


@pytest.mark.parametrize("run", [lambda event: event, partial(print, "x")], ids=["lambda", "partial"])
def test_what_has_no_name_is_given_one(run: Any) -> None:
    with pytest.raises(TypeError, match=r"@action finds no name in .*; write @action\(name=…\)"):
        action(run)
    assert action(name="create")(run) is run
