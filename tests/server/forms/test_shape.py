"""Models that have themselves inside: anybody may send a field of any depth."""

from __future__ import annotations

from itertools import product

from pydantic import BaseModel, SecretStr

from lissome.server.forms.shape import Shape


class Folder(BaseModel):
    first: Folder | Link | None = None
    rest: list[Folder | Link] = []
    password: SecretStr


class Link(BaseModel):
    first: Folder | Link
    rest: list[Folder | Link] = []


Folder.model_rebuild()


def test_all_ways_through_a_model_that_contains_itself_have_a_few_shapes() -> None:
    root = Shape((Folder,))
    steps: list[str | int | None] = ["first", 0, "rest", 7]
    shapes = {root.at([*way, "first"]) for way in product(steps, repeat=6)}
    assert len(shapes) < 10
    assert root.at(["first", "first", "rest", 3, "first", "password"]).is_secret
    assert not root.at(["first", "first", "rest", 3, "first", "name"]).exists
