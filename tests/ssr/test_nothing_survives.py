"""Nothing that a render leaves reaches another one: seventy ways, in tests/apps/leaky/src/routes/svelte.

Each page shows what it finds, leaves the user's name, and shows what it finds then. Names are unique, so any
other name in a page is a leak.
"""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lissome.errors import RenderError, RenderOutOfMemory, RenderTimeout
from lissome.ssr import Isolate, Limits, Renderer
from ssr.pages import Pages, Seen, no_host, visit
from support.long import sampled

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = Path(__file__).resolve().parent.parent / "apps" / "leaky" / "src" / "routes" / "svelte"
WAYS = sorted(entry.name for entry in FOLDER.iterdir())

# Where the page itself does not see what it has left, because that is refused without a word, or comes to be
# later, or is no name.
REFUSED = {
    "sloppy-function",
    "svelte-export",
    "console-prototype",
    "console-method",
    "raw-component",
    "builtin-method",
}
LATER = {"timer", "microtask", "pending-promise", "weak-map"}
# Pages that are no leaks: they break a rule of their own, or are for the tests below.
OTHERS = {"own-frozen", "stopped"}

USERS = ("mara-1001", "odin-2002", "pia-3003")


@pytest.fixture(scope="module")
def pages(built_app: Callable[[str], Path]) -> Pages:
    return Pages.read(built_app("leaky"))


def mark(user: str, way: str) -> str:
    """What stands for a user in the pages of this way."""
    return user.partition("-")[2] if way == "stack-trace-limit" else user


def problems(way: str, user: str, seen: Seen) -> list[str]:
    """What is wrong with a page that a user got."""
    found = [
        f"{way}: {user} sees {other}" for other in USERS if other != user and mark(other, way) in str(seen)
    ]
    if mark(user, way) in seen.before:
        found.append(f"{way}: {user} sees what only comes afterwards")
    if way not in REFUSED | LATER and mark(user, way) not in seen.after:
        found.append(f"{way}: {user} does not see the change that the page has made")
    return found


@pytest.mark.parametrize("way", sampled([way for way in WAYS if way not in OTHERS], 8))
async def test_no_way_reaches_the_next_render(pages: Pages, way: str) -> None:
    """In isolates of its own: a frozen one, and from the first change that it refuses on a patchable one."""
    renderer = pages.renderer()
    for user in USERS:
        seen = await visit(renderer, pages, f"/svelte/{way}", f"user={user}")
        assert problems(way, user, seen) == []
    renderer.close()


async def test_no_way_reaches_the_next_render_where_no_builtin_can_be_changed(pages: Pages) -> None:
    """All ways one after the other, in a frozen isolate: to change a builtin is an error there."""
    renderer = Renderer(lambda loop: pages.isolate(loop=loop))
    found, refused = [], set()
    for user in USERS:
        for way in WAYS:
            if way not in OTHERS:
                try:
                    seen = await visit(renderer, pages, f"/svelte/{way}", f"user={user}")
                except RenderError:
                    refused.add(way)
                else:
                    found += problems(way, user, seen)
    assert renderer.statistics().replacements == 0
    renderer.close()
    assert found == []
    assert {"array-prototype", "promise-then"} <= refused


async def test_no_way_reaches_the_next_render_where_builtins_can_be_changed(pages: Pages) -> None:
    """All ways one after the other, in an isolate of that kind: none reaches another one either."""
    renderer = pages.renderer(frozen=False)
    found = []
    for user in USERS:
        for way in WAYS:
            if way not in OTHERS:
                seen = await visit(renderer, pages, f"/svelte/{way}", f"user={user}")
                found += problems(way, user, seen)
    renderer.close()
    assert found == []


async def test_the_search_finds_everything_where_nothing_is_frozen(pages: Pages) -> None:
    """The page `everything` marks whatever it reaches: that nothing is found otherwise, is no accident."""
    thaw = "Object.freeze = Object.seal = Object.preventExtensions = (object) => object"
    renderer = Renderer(lambda loop: pages.isolate(thaw, loop=loop))
    first = await visit(renderer, pages, "/svelte/everything", "user=mara")
    second = await visit(renderer, pages, "/svelte/everything", "user=odin")
    renderer.close()
    assert first.before == ""
    assert second.before.count(":mara") > 1000
    for place in ("svelte.getContext", "renderer.[[Prototype]]", "console.[[Prototype]]", "realm.JSON"):
        assert f"{place}:mara" in second.before.replace("()", "")


def test_there_are_enough_ways() -> None:
    assert len(WAYS) > 50


@pytest.mark.parametrize("behind", ["", "&behind"], ids=["at-once", "behind"])
async def test_a_load_that_was_stopped_while_it_rendered_leaves_no_context(pages: Pages, behind: str) -> None:
    renderer = pages.renderer(limits=Limits(time=0.3, heap=64 << 20))
    with pytest.raises(RenderTimeout):
        await renderer.render(pages.message("/svelte/nested-render", f"user=mara&loop{behind}"), no_host)
    seen = await visit(renderer, pages, "/svelte/nested-render", "user=odin")
    assert (seen.before, seen.after) == ("", "odin")
    renderer.close()


@pytest.mark.parametrize("frozen", [True, False], ids=["frozen", "patchable"])
@pytest.mark.parametrize(
    ("how", "seconds", "error"),
    sampled(
        [
            ("loop", 0.3, RenderTimeout),
            ("behind&loop", 0.3, RenderTimeout),
            ("fill", 20, RenderOutOfMemory),
        ],
        2,
    ),
)
async def test_a_render_that_was_stopped_leaves_nothing(
    pages: Pages, how: str, seconds: float, error: type[Exception], frozen: bool
) -> None:
    renderer = pages.renderer(limits=Limits(time=seconds, heap=64 << 20), frozen=frozen)
    await visit(renderer, pages, "/svelte/stopped", "user=first")  # the isolate that it ends up with
    with pytest.raises(error):
        await renderer.render(pages.message("/svelte/stopped", f"user=mara&{how}"), no_host)
    seen = await visit(renderer, pages, "/svelte/stopped", "user=odin")
    assert (seen.before, seen.after) == ("", "odin,odin")
    renderer.close()


async def test_promises_that_go_on_for_ever_cost_nobody_else_a_page(pages: Pages) -> None:
    """They count for the render that has left them, and end with it."""
    renderer = pages.renderer(limits=Limits(time=0.3, heap=64 << 20), frozen=False)
    for user in USERS:
        chain = visit(renderer, pages, "/svelte/stopped", f"user={user}&chain")
        other = visit(renderer, pages, "/svelte/stopped", f"user={user}-2")
        failure, seen = await asyncio.gather(chain, other, return_exceptions=True)
        assert isinstance(failure, RenderTimeout)
        assert not isinstance(seen, BaseException)
        assert (seen.before, seen.after) == ("", f"{user}-2,{user}-2")
    assert renderer.statistics().failures == len(USERS)
    assert renderer.statistics().replacements == 0
    renderer.close()


async def test_renders_keep_no_memory(pages: Pages) -> None:
    """Each holds on to 160 KB in ten ways: 150 of them fill the heap, if it is not collected in time."""
    renderer = pages.renderer(limits=Limits(time=20, heap=24 << 20))
    for n in range(400):
        await visit(renderer, pages, "/svelte/holding", f"user={n}")
    assert renderer.statistics().replacements == 0
    renderer.close()


async def test_renders_that_overlap_see_their_own_changes_only(pages: Pages) -> None:
    """Each patches builtins, waits for a timer, and finds its own changes still there."""
    renderer = pages.renderer()
    users = [f"user-{n}-{n}" for n in range(40)]
    seen = await asyncio.gather(
        *(visit(renderer, pages, "/svelte/universal-load", f"user={user}") for user in users)
    )
    assert [each.after for each in seen] == [f"{user},{user}" for user in users]
    assert {each.before for each in seen} == {",,,,"}
    renderer.close()


async def test_patching_is_said_once_with_file_and_line(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = pages.renderer()
    with caplog.at_level(logging.WARNING, "lissome.ssr"):
        for user in USERS:
            await visit(renderer, pages, "/svelte/bigint-to-json", f"user={user}")
    (record,) = caplog.records
    assert "src/routes/svelte/bigint-to-json/+page.svelte:6" in record.getMessage()
    assert "This app changes builtins (BigInt.prototype.toJSON)" in record.getMessage()
    assert renderer.statistics().patches == ["BigInt.prototype.toJSON"]
    assert renderer.statistics().failures == 0
    renderer.close()


async def test_an_error_that_looks_like_patching_stays_an_error(
    pages: Pages, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = pages.renderer()
    engine = renderer.engine
    for user in USERS:
        with pytest.raises(RenderError, match=f"Cannot add property {user}.*, object is not extensible"):
            await visit(renderer, pages, "/svelte/own-frozen", f"user={user}")
    assert renderer.engine is engine
    assert not caplog.records
    renderer.close()


async def test_a_property_that_asks_to_stay_is_taken_back(pages: Pages) -> None:
    renderer = pages.renderer(frozen=False)
    for user in USERS:
        seen = await visit(renderer, pages, "/svelte/not-configurable", f"user={user}")
        assert seen == Seen("", user)
    assert renderer.statistics().replacements == 0
    renderer.close()


async def test_what_cannot_be_taken_back_costs_one_isolate_that_others_use(pages: Pages) -> None:
    """From then on the page is rendered in isolates of its own."""
    renderer = pages.renderer(frozen=False)
    for user in USERS:
        await visit(renderer, pages, "/svelte/inextensible", f"user={user}")
    engine = renderer.engine
    for user in USERS:
        await visit(renderer, pages, "/svelte/inextensible", f"user={user}")
        await visit(renderer, pages, "/svelte/bigint-to-json", f"user={user}")
    assert renderer.engine is engine
    assert renderer.statistics().replacements == 1
    renderer.close()


async def test_waiting_renders_survive_a_change_of_isolates(pages: Pages) -> None:
    """The first one that patches ends the frozen isolate, at which others still wait."""
    renderer = pages.renderer()
    work = [asyncio.create_task(visit(renderer, pages, "/svelte/pausing", f"user={user}")) for user in USERS]
    await asyncio.sleep(0.02)
    before = renderer.engine
    await visit(renderer, pages, "/svelte/array-prototype", "user=x")
    assert renderer.engine is not before
    seen = await asyncio.gather(*work)
    assert [each.after for each in seen] == list(USERS)
    assert isinstance(before, Isolate)
    assert before.broken, "closed, once nobody waited there any more"
    renderer.close()
