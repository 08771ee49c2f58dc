"""The types that are written of annotations, judged by TypeScript on values that were sent.

Each case is a random type with a value of it. The value is sent as the framework sends it and decoded as the
browser does, and one program of `tsc` says whether it is of the type.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from lissome.codec import stringify, to_json
from lissome.typescript.annotations import Types
from lissome.typescript.scalars import Wire
from typescript.random_types import RandomModule

pytestmark = pytest.mark.node

JUDGE = Path(__file__).with_name("judge.js")
Case = dict[str, Any]


@pytest.fixture
def module(request: pytest.FixtureRequest) -> Iterator[ModuleType]:
    """A module for the classes of the cases, by whose name their annotations are evaluated."""
    made = ModuleType(f"random_types_of_{request.node.name}")
    sys.modules[made.__name__] = made
    yield made
    del sys.modules[made.__name__]


def make_case(module: ModuleType, seed: int) -> Case:
    """Make a type and a value of it, and write the one and send the other."""
    wire = Wire.JSON if seed % 2 else Wire.DEVALUE
    source = RandomModule(Random(seed), json=wire is Wire.JSON)
    annotation, value = source.typed(3)
    text = f"{source.source()}\nclass Holder(TypedDict):\n    it: {annotation}\nvalue = {{'it': {value}}}\n"
    exec(compile(text, f"case {seed}", "exec"), vars(module))
    types = Types(wire)
    type_ = types.of(vars(module)["Holder"])
    given = vars(module)["value"]
    sent = to_json(given).decode() if wire is Wire.JSON else stringify(given)
    return {
        "seed": seed,
        "declarations": types.declared,
        "type": type_,
        "wire": wire.value,
        "text": sent,
        "python": f"{annotation} = {value}",
    }


def wrong_cases(cases: list[Case], node: Path, repo: Path) -> dict[int, str]:
    """Return what tsc says of the cases whose values are not of their types, by seed."""
    result = subprocess.run(
        [node, JUDGE], input=json.dumps(cases), capture_output=True, text=True, check=True, cwd=repo
    )
    return {
        cases[each["case"]]["seed"]: f"{cases[each['case']]['python']}\n{each['line']}\n{each['message']}"
        for each in json.loads(result.stdout)
    }


def test_values_are_of_the_types_that_were_written(module: ModuleType, node: Path, repo: Path) -> None:
    cases = [make_case(module, seed) for seed in range(200)]
    wrong = wrong_cases(cases, node, repo)
    assert not wrong, "\n\n".join(wrong.values())
    # `any` would be true of all values: it is for what is not known, and all of this is
    unknown = [
        case["python"]
        for case in cases
        if "any" in json.dumps(case["declarations"]).replace("string]: any", "")
    ]
    assert not unknown


@pytest.mark.long
def test_many_values_are_of_the_types_that_were_written(module: ModuleType, node: Path, repo: Path) -> None:
    wrong: dict[int, str] = {}
    for start in range(1000, 6000, 1000):
        wrong |= wrong_cases([make_case(module, seed) for seed in range(start, start + 1000)], node, repo)
    assert not wrong, "\n\n".join(wrong.values())


def test_the_judge_finds_values_of_other_types(module: ModuleType, node: Path, repo: Path) -> None:
    """Each type with the value of the case after it: what the judge finds among these is what it can see."""
    cases = [make_case(module, seed) for seed in range(0, 80, 2)]
    pairs = list(pairwise(cases))
    mixed = [{**case, "text": other["text"]} for case, other in pairs]
    differ = [case["declarations"] != other["declarations"] for case, other in pairs]
    assert len(wrong_cases(mixed, node, repo)) > sum(differ) * 0.7
