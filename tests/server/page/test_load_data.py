"""The loads of a branch: side by side, each once, the first failure in order."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel, Field

from lissome import error
from lissome.errors import AppError, HttpError
from lissome.manifest import Node
from lissome.server.page.data_serializer import uses_json
from lissome.server.page.load_data import LoadFailure, Loads, NodeData
from lissome.server.startup.nodes import ServerNode
from support.requests import make_context
from support.waiting import PATIENCE, become

Load = Callable[[Any], Any]


def node(load: Load | None, index: int = 0) -> ServerNode:
    manifest = Node(index, (), (), server=f"src/routes/n{index}/+page.server.py")
    return ServerNode(index, manifest, has_server=True, load=load)


class Branch:
    """Loads of a branch, and what they gave."""

    def __init__(self, *loads: Load | None, leaf_error: BaseException | None = None) -> None:
        self.context = make_context()
        self.given: dict[int, NodeData] = {}
        nodes = [node(load, index) for index, load in enumerate(loads)]
        self.loads = Loads(self.context, nodes, self.keep, leaf_error)

    def keep(self, position: int, data: NodeData) -> int:
        self.given[position] = data
        return 100 + position

    async def run(self, *wanted: int, **options: bool) -> None:
        await self.loads.run(wanted, **options)

    def data(self, position: int) -> dict[str, Any] | None:
        self.loads.check((position,))
        outcome = self.given.get(position)
        return None if outcome is None else outcome.data

    def failure(self, position: int) -> BaseException:
        with pytest.raises(LoadFailure) as caught:
            self.loads.check((position,))
        assert caught.value.position == position
        return caught.value.cause


def waits(seconds: float, **data: Any) -> Load:
    async def load(event: Any) -> dict[str, Any]:
        await asyncio.sleep(seconds)
        return data

    return load


async def test_side_by_side() -> None:
    together = asyncio.Barrier(2)  # which nobody passes alone

    def load(**data: int) -> Load:
        async def load(_event: Any) -> dict[str, Any]:
            await together.wait()
            return data

        return load

    branch = Branch(load(a=1), lambda _event: {"b": 2}, load(c=3))
    async with asyncio.timeout(PATIENCE):
        await branch.run(0, 1, 2)
    assert [branch.data(place) for place in range(3)] == [{"a": 1}, {"b": 2}, {"c": 3}]
    assert next(iter(branch.given)) == 1
    assert branch.given.keys() == {0, 1, 2}


async def test_parent_is_merged_from_above() -> None:
    seen = {}

    async def leaf(event: Any) -> None:
        seen["parent"] = await event.parent()

    branch = Branch(waits(0.02, a=1, who="root"), waits(0.01, who="layout"), leaf)
    await branch.run(0, 1, 2)
    assert seen["parent"] == {"a": 1, "who": "layout"}
    assert uses_json(branch.given[2].uses) == {"parent": 1}
    assert uses_json(branch.given[1].uses) == {}


async def test_parent_runs_a_skipped_load_once() -> None:
    calls = []

    async def root(event: Any) -> dict[str, Any]:
        calls.append("root")
        return {"user": "ann"}

    async def child(event: Any) -> dict[str, Any]:
        return {"of": (await event.parent())["user"]}

    branch = Branch(root, child, child)
    await branch.run(1, 2)
    assert (branch.data(1), branch.data(2), calls) == ({"of": "ann"}, {"of": "ann"}, ["root"])


async def test_parent_fails_with_what_failed_above() -> None:
    async def root(event: Any) -> None:
        error(403, "no")

    async def leaf(event: Any) -> None:
        await event.parent()

    branch = Branch(root, leaf)
    await branch.run(0, 1, all_outcomes=True)
    assert branch.failure(0) is branch.failure(1)
    assert isinstance(branch.failure(0), HttpError)


async def test_the_first_failure_in_order_counts() -> None:
    async def late(event: Any) -> None:
        await asyncio.sleep(0.02)
        raise ValueError("root")

    async def soon(event: Any) -> None:
        raise KeyError("page")

    branch = Branch(late, soon)
    await branch.run(0, 1)
    assert isinstance(branch.failure(0), ValueError)


async def test_all_outcomes_of_a_data_request() -> None:
    def fails(event: Any) -> None:
        raise ValueError("at once")

    for first in (fails, waits(0)):
        branch = Branch(first, fails, waits(0.01, c=3), lambda _event: {"d": 4})
        await branch.run(0, 1, 2, 3, all_outcomes=True)
        assert isinstance(branch.failure(1), ValueError)
        assert (branch.data(2), branch.data(3)) == ({"c": 3}, {"d": 4})


async def test_what_nobody_waits_for_is_cancelled() -> None:
    ended = []

    async def root(event: Any) -> None:
        error(500, "x")

    async def leaf(event: Any) -> None:
        try:
            await asyncio.sleep(30)
        finally:
            ended.append(True)

    branch = Branch(root, leaf)
    await branch.run(0, 1)
    await asyncio.sleep(0)
    await branch.context.end()
    assert ended == [True]


async def test_loads_that_never_came_to_their_first_step_leave_no_warning() -> None:
    """`filterwarnings = error` would turn one into a failure of this test."""
    branch = Branch(waits(5), waits(5))
    task = asyncio.create_task(branch.run(0, 1))
    asyncio.get_running_loop().call_soon(task.cancel)  # runs right behind the step that made the tasks
    with pytest.raises(asyncio.CancelledError):
        await task
    await branch.context.end()
    gc.collect()


async def test_cancelling_the_request_cancels_its_loads() -> None:
    branch = Branch(waits(30), waits(30))
    run = asyncio.ensure_future(branch.run(0, 1))
    assert await become(lambda: branch.context.lifetime._tasks)
    run.cancel()
    await asyncio.gather(run, return_exceptions=True)
    await branch.context.end()
    assert run.cancelled()
    assert not branch.context.lifetime._tasks


@pytest.mark.parametrize("beside", [0, 1])
async def test_a_load_that_awaits_something_cancelled_fails(beside: int) -> None:
    """The app's own cancellation is an error of the app; it must not look as if the client had gone."""

    async def load(event: Any) -> None:
        task = asyncio.ensure_future(asyncio.sleep(30))
        task.cancel()
        await task

    branch = Branch(load, *[waits(0)] * beside)
    await branch.run(*range(1 + beside))
    assert isinstance(branch.failure(0), asyncio.CancelledError)


async def test_an_action_error_takes_the_place_of_the_leaf() -> None:
    failed = ValueError("action")
    branch = Branch(waits(0, a=1), waits(0, b=2), leaf_error=failed)
    await branch.run(0, 1)
    assert branch.data(0) == {"a": 1}
    assert branch.failure(1) is failed


@dataclass
class Point:
    x: int


class Model(BaseModel, serialize_by_alias=True):
    x: int
    long_name: int = Field(3, serialization_alias="longName")
    hidden: str = Field("secret", exclude=True)


class Pair(NamedTuple):
    x: int


@pytest.mark.parametrize(
    ("returned", "data"),
    [
        (None, None),
        ({}, {}),
        (Point(1), {"x": 1}),
        (Model(x=2), {"x": 2, "longName": 3}),
        (Pair(4), {"x": 4}),
    ],
)
async def test_what_a_load_may_return(returned: object, data: dict[str, Any] | None) -> None:
    branch = Branch(lambda _event: returned)
    await branch.run(0)
    assert branch.data(0) == data


@pytest.mark.parametrize(
    ("returned", "named"),
    [([1], "a list"), ("x", "a str"), (5, "an int"), (Point, "the class Point"), (object(), "an object")],
)
async def test_what_it_may_not_return(returned: object, named: str) -> None:
    branch = Branch(lambda _event: returned)
    await branch.run(0)
    failure = branch.failure(0)
    assert isinstance(failure, AppError)
    assert str(failure).startswith(
        f"load in src/routes/n0/+page.server.py returned {named}; a load returns a dict"
    )


async def test_no_load_no_data() -> None:
    branch = Branch(None)
    await branch.run(0)
    assert branch.data(0) is None
    assert branch.given[0].data is None


async def test_a_failure_at_once_keeps_no_other_load_from_beginning() -> None:
    """As in SvelteKit: what they set, cookies and headers, is set. But nobody waits for them."""
    begun = []

    def fails(_event: Any) -> None:
        error(410, "gone")

    async def slow(_event: Any) -> None:
        begun.append("slow")
        await asyncio.sleep(30)

    branch = Branch(fails, lambda _event: begun.append("plain"), slow)
    async with asyncio.timeout(5):
        await branch.run(0, 1, 2)
    assert begun == ["plain", "slow"]
    assert isinstance(branch.failure(0), HttpError)
    await branch.context.end()
