"""Matchers, `reroute`, transports and loads in V8: what they leave reaches no other call; and their budgets.

The ways to leave something are in tests/apps/universal: ways.js, svelte_ways.js, runtime_ways.js and
taken_ways.js; those to ask too much are in budget.js.
"""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lissome.errors import RenderError, RenderOutOfMemory, RenderTimeout
from lissome.ssr import Limits
from ssr.calls import matched, message, problems, request, rerouted
from ssr.pages import Pages
from support.long import sampled

if TYPE_CHECKING:
    from collections.abc import Callable

    from lissome.ssr import Renderer

LIBRARY = Path(__file__).resolve().parent.parent / "apps" / "universal" / "src" / "lib"
WAYS = [
    name
    for file in ("ways.js", "svelte_ways.js", "runtime_ways.js")
    for name in re.findall(r"^\t(\w+): (?:on|replaced|\{)", (LIBRARY / file).read_text(), re.MULTILINE)
]
# Those that no page sees, if they are not found.
TAKEN = re.findall(r"^\t(\w+): (?:\w+\(|\{)", (LIBRARY / "taken_ways.js").read_text(), re.MULTILINE)
OVER = re.findall(r"^\t(\w+)(?:\(\) \{|: \(\) =>)", (LIBRARY / "budget.js").read_text(), re.MULTILINE)
PARTS = 6
USERS = ("mara-1001", "odin-2002", "pia-3003")

# Ways whose effect nobody sees, not even the page itself: refused always, no state at all, or only heard of.
UNSEEN = {
    "template",
    "import_meta",
    "global_prototype",
    "performance_mark",
    "console_count",
    "proxied_json",
    "abort_listener",
    "stream_decoder",
    "rejection",
    "finalization",
    "wait_async",
    "static_abort",
    "parent_of_globals",
    "process_listeners",
    "performance_observer",
    "inspect_options",
    "structured_clone",
}
# What runs in V8 at once, and what runs when V8 has already answered that the page waits.
AT_ONCE = ("reroute", "matcher", "decode", "timer")
LATER = ("load", "awaited", "promise", "thenable", "left", "page")
# Ways that end by themselves, with an error that can be caught.
THROWING = {"wait", "text", "recursion", "throws_proxy", "throws_null"}
LIMITS = Limits(time=0.3, heap=64 << 20)
PATIENT = Limits(time=60, heap=64 << 20)


@pytest.fixture(scope="module")
def pages(built_app: Callable[[str], Path]) -> Pages:
    return Pages.read(built_app("universal"))


def others(user: str) -> tuple[str, ...]:
    return tuple(other for other in USERS if other != user)


@pytest.mark.parametrize("part", sampled(range(PARTS), PARTS))
@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "patchable"])
async def test_no_way_leads_from_one_call_to_another(pages: Pages, frozen: bool, part: int) -> None:
    """Not from user to user, and not from the matcher to the page of one request either."""
    renderer = pages.renderer(frozen=frozen)
    wrong = []
    for way in [*WAYS, *TAKEN][part::PARTS]:
        for user in USERS[:2]:
            found = await request(renderer, pages, way, user)
            wrong += problems(way, user, found, others(user))
            if not frozen and way in WAYS and way not in UNSEEN and user not in str(found):
                wrong.append(f"{way}: {user} does not see what the page itself has left")
    assert wrong == []
    assert renderer.statistics().failures == renderer.statistics().replacements == 0
    renderer.close()


def test_there_are_enough_ways() -> None:
    assert len(WAYS) > 100
    assert len(TAKEN) > 15
    assert len(OVER) > 15


@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "patchable"])
async def test_requests_that_overlap_find_their_own_only(pages: Pages, frozen: bool) -> None:
    renderer = pages.renderer(frozen=frozen)
    for way in (
        "variable",
        "rune",
        "store",
        "global",
        "object_prototype",
        "json_to",
        "regexp_match",
        "timeout",
    ):
        users = tuple(f"user-{n}-{n}" for n in range(6))
        found = await asyncio.gather(*(request(renderer, pages, way, user) for user in users))
        for user, places in zip(users, found, strict=True):
            # "user-1-1" is in no other name
            assert problems(way, user, places, tuple(other for other in users if other != user)) == []
    renderer.close()


async def ask_too_much(renderer: Renderer, pages: Pages, place: str, way: str) -> None:
    if place == "reroute":
        await rerouted(renderer, f"/over/{way}")
    elif place == "matcher":
        await matched(renderer, "budget", way)
    else:
        mark = f"budget~{way}" if place == "decode" else None
        params = {"place": place, "way": way}
        await renderer.render(message(pages, "/budget/[place]/[way]", params, mark), fatal)


async def fatal(asked: dict[str, Any]) -> dict[str, Any]:
    """No error page is near: the page fails with the load's error."""
    assert asked["kind"] == "handle_error"
    return {"fatal": True}


async def fails_alone(pages: Pages, place: str, way: str) -> type[Exception]:
    """How a call fails that asks too much; the next one works."""
    renderer = pages.renderer(limits=PATIENT if way in THROWING else LIMITS)
    renderer.start()
    with pytest.raises(RenderError) as failure:
        await asyncio.wait_for(ask_too_much(renderer, pages, place, way), 60)
    assert await asyncio.wait_for(rerouted(renderer, "/"), 60) == "None"
    renderer.close()
    return failure.type


@pytest.mark.parametrize("way", sampled(OVER, 5))
async def test_a_matcher_over_its_budget_fails_alone(pages: Pages, way: str) -> None:
    expected = (RenderError,) if way in THROWING else (RenderTimeout, RenderOutOfMemory)
    assert await fails_alone(pages, "matcher", way) in expected


@pytest.mark.parametrize("place", sampled([*AT_ONCE, *LATER], 3))
async def test_a_loop_is_stopped_wherever_it_is(pages: Pages, place: str) -> None:
    assert await fails_alone(pages, place, "loop") is RenderTimeout


@pytest.mark.parametrize("way", sampled(["stubborn", "allocate", "recursion", "throws_proxy"], 2))
async def test_a_load_over_its_budget_fails_alone(pages: Pages, way: str) -> None:
    expected = (RenderError,) if way in THROWING else (RenderTimeout, RenderOutOfMemory)
    assert await fails_alone(pages, "awaited", way) in expected


async def test_a_load_that_loops_costs_no_other_page(pages: Pages) -> None:
    """V8 cannot stop it, so the isolate goes; pages that waited there go on in the next one."""
    renderer = pages.renderer(limits=LIMITS)
    renderer.start()
    begun, go_on = asyncio.Event(), asyncio.Event()
    orders = []

    async def shop(asked: dict[str, Any]) -> dict[str, Any]:
        orders.append(asked["body"])
        begun.set()
        await go_on.wait()
        return answered(len(orders))

    waiting = asyncio.create_task(renderer.render(message(pages, "/ordering", {}, None), shop))
    await begun.wait()
    with pytest.raises(RenderTimeout):
        await ask_too_much(renderer, pages, "awaited", "loop")
    go_on.set()
    rendered = await asyncio.wait_for(waiting, 60)
    assert b"<p>2 2</p>" in rendered.body
    assert len(orders) == 2
    assert renderer.statistics().failures == 1
    renderer.close()


async def test_a_page_that_is_rendered_again_orders_once(pages: Pages) -> None:
    """It is refused in an ordinary isolate, after it has fetched, and rendered in another one."""
    renderer = pages.renderer()
    renderer.start()
    orders = []

    async def shop(asked: dict[str, Any]) -> dict[str, Any]:
        orders.append(asked["body"])
        return answered(len(orders))

    rendered = await asyncio.wait_for(renderer.render(message(pages, "/ordering", {}, None), shop), 30)
    assert b"<p>1 2</p>" in rendered.body
    assert renderer.statistics().patches == ["Array.prototype.ordered"]
    assert len(orders) == len(set(orders)) == 2
    renderer.close()


def answered(number: int) -> dict[str, Any]:
    """The answer of a shop that gives each order a number."""
    return {
        "status": 200,
        "status_text": "OK",
        "headers": [["access-control-allow-origin", "*"]],
        "body": str(number),
        "b64": False,
        "url": "http://shop.example/orders",
        "readable": [],
    }
