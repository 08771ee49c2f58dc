"""Replacing a function for a while."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from lissome.state_guard.resources.monkeypatch import Function, replaced


class Base:
    def name(self) -> str:
        """Return a name."""
        return "base"


class Derived(Base):
    """Inherits the function."""


def shouting(original: Function) -> Function:
    def shout(*arguments: Any) -> str:
        return str(original(*arguments)).upper()

    return shout


def test_a_function_is_replaced_and_put_back() -> None:
    owner = SimpleNamespace(name=lambda: "mara")
    before = owner.name
    with replaced(owner, "name", shouting):
        assert owner.name() == "MARA"
    assert owner.name is before


def test_an_inherited_function_is_inherited_again() -> None:
    with replaced(Derived, "name", shouting):
        assert Derived().name() == "BASE"
        assert Derived.name.__doc__ == "Return a name."
    assert "name" not in vars(Derived)


def test_a_replacement_by_other_code_stays() -> None:
    owner = SimpleNamespace(name=lambda: "mara")
    with replaced(owner, "name", shouting):
        owner.name = other = lambda: "other"
    assert owner.name is other
