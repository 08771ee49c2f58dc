"""An instrumented module behaves like the module as it was written."""

from __future__ import annotations

import inspect
import pickle
import traceback
from pathlib import Path

import pytest

from lissome.server.startup.modules import load_module
from support.guarded_app import GuardedApp


def test_tracebacks_and_sources_are_those_of_the_file(app: GuardedApp) -> None:
    source = "D = {}\n\n\ndef fail(key):\n    D[key] = (\n        1 /\n        0\n    )\n"
    state = app.load(source)
    with pytest.raises(ZeroDivisionError) as failure:
        state.fail("a")
    frame = traceback.extract_tb(failure.value.__traceback__)[-1]
    assert (Path(frame.filename), frame.lineno) == (app.root / "src" / "state.py", 6)
    assert inspect.getsource(state.fail) == "".join(source.splitlines(keepends=True)[3:])
    assert state.__spec__.origin == state.__file__


def test_an_unknown_variable_fails_as_it_did(app: GuardedApp) -> None:
    state = app.load("def fail():\n    lines += [missing]\n")
    with pytest.raises(UnboundLocalError, match="lines"):
        state.fail()


def test_docstrings_annotations_and_signatures_stay(app: GuardedApp) -> None:
    state = app.load(
        "from __future__ import annotations\n"
        "def keep(x: D.append(1), y: int = 1) -> E.update():\n"
        "    '''Keep it.'''\n"
        "    z: F.pop() = x\n"
        "    return z\n"
    )
    assert state.keep.__doc__ == "Keep it."
    assert state.keep.__annotations__ == {"x": "D.append(1)", "y": "int", "return": "E.update()"}
    assert state.keep(3) == 3


def test_classes_work_as_before(app: GuardedApp) -> None:
    state = app.load(
        "from __future__ import annotations\n"
        "from dataclasses import dataclass, field\n"
        "from enum import Enum\n"
        "from pydantic import BaseModel, field_validator\n"
        "@dataclass(slots=True)\n"
        "class Point:\n"
        "    x: int\n"
        "    tags: list[str] = field(default_factory=list)\n"
        "    def tag(self, name: str) -> Point:\n"
        "        self.tags.append(name)\n"
        "        return self\n"
        "class User(BaseModel):\n"
        "    name: str\n"
        "    @field_validator('name')\n"
        "    @classmethod\n"
        "    def shorten(cls, name: str) -> str:\n"
        "        cls.__doc__ = 'seen'\n"
        "        return name.strip()\n"
        "class Kind(Enum):\n"
        "    add = 1\n"
        "    pop = 2\n"
        "class Base:\n"
        "    def __init__(self, *args):\n"
        "        self.args = args\n"
        "class Child(Base):\n"
        "    def __init__(self, *args):\n"
        "        super().__init__(*args)\n"
        "        self.__hidden = args\n"
        "    def hidden(self):\n"
        "        self.__hidden = (*self.__hidden, 1)\n"
        "        return self.__hidden\n"
        "def name_of(kind):\n"
        "    match kind:\n"
        "        case Kind.add:\n"
        "            return 'add'\n"
        "        case Kind.pop if (found := 'pop'):\n"
        "            return found\n"
    )
    point = state.Point(1).tag("a")
    assert pickle.loads(pickle.dumps(point)) == point
    assert state.User(name=" Ann ").name == "Ann"
    assert [state.name_of(kind) for kind in state.Kind] == ["add", "pop"]
    assert state.Child(7).hidden() == (7, 1)


async def test_generators_and_async_work_as_before(app: GuardedApp) -> None:
    state = app.load(
        "class Box:\n    pass\n"
        "async def numbers(box):\n"
        "    for box.n in range(2):\n"
        "        yield box.n\n"
        "async def collect():\n"
        "    box, found = Box(), []\n"
        "    async for box.m in numbers(box):\n"
        "        found.append(box.m)\n"
        "    return found, box.n\n"
    )
    assert await state.collect() == ([0, 1], 1)


def test_files_of_routes_are_instrumented_too(app: GuardedApp) -> None:
    app.write("routes.page", "")
    file = app.root / "src" / "routes" / "+page.server.py"
    file.write_text("seen = []\ndef load(event):\n    seen.append(event)\n")
    module = load_module(app.root, "src/routes/+page.server.py")
    assert "__lissome_write__" in vars(module)
    module.load(1)
    assert module.seen == [1]


def test_modules_of_others_are_left_alone(app: GuardedApp) -> None:
    import colorsys

    assert "__lissome_write__" not in vars(colorsys)
    assert app.guard.findings == []
