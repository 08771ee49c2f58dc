"""A step is over when all that it began is over, and no earlier."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import cast

import pytest
from playwright.sync_api import Error, Page, Route

from conformance.client import settle as settling
from conformance.client.settle import QUIET_LOOKS, UNANSWERED_LOOKS, UNDER_WAY, Look, look, settle

ORIGIN = "http://app.test"
CALM = Look(shows={"text": "calm", "document": "", "navigating": ""}, awaits=[], calls=0)
OTHER = Look(shows={"text": "other", "document": "", "navigating": ""}, awaits=[], calls=0)
BUSY = Look(shows=CALM.shows, awaits=["a timer"], calls=0)
CALLED = Look(shows=CALM.shows, awaits=[], calls=1)


@pytest.fixture
def page(new_page: Callable[[], Page]) -> Page:
    """A page of a site on which each address is shown as its own title."""
    page = new_page()
    page.add_init_script(path=UNDER_WAY)
    page.route(f"{ORIGIN}/**", _answer)
    page.goto(f"{ORIGIN}/first")
    return page


def _answer(route: Route) -> None:
    route.fulfill(body=f"<title>{route.request.url}</title><body>", content_type="text/html")


@pytest.mark.parametrize(
    ("body", "begun"),
    [
        ('<a href="/next">', "another document"),
        ('<a href="#here">', None),
        ('<a href="/next" download>', None),
        ('<a href="/next" onclick="event.preventDefault()">', None),
        (
            '<form action="/next" method="post"><a onclick="SUBMIT">',
            "another document",
        ),
        ('<form action="/next"><a onclick="SUBMIT">', "another document"),
        (
            '<form onsubmit="event.preventDefault()"><a onclick="SUBMIT">',
            None,
        ),
        ("<a onclick=\"location.href = '/next'\">", "another document"),
        ('<a onclick="location.reload()">', "another document"),
        ("<a onclick=\"location.href = '/next'; stop()\">", None),
        ("<a onclick=\"history.pushState(1, '', '/next')\">", None),
        ("<a onclick=\"history.pushState(1, '', '/next'); history.back()\">", "another entry of the history"),
        ('<a onclick="setTimeout(() => {}, 100)">', "a timer"),
        ('<a onclick="clearTimeout(setTimeout(() => {}, 100))">', None),
        ('<a onclick="setTimeout(() => {}, 100_000)">', None),
    ],
)
def test_a_document_keeps_account_of_what_a_click_begins(page: Page, body: str, begun: str | None) -> None:
    body = body.replace("SUBMIT", "this.parentNode.requestSubmit()")
    page.evaluate("(body) => { document.body.innerHTML = body }", body)
    click = "() => { document.querySelector('a').click(); return underWay.list() }"
    assert page.evaluate(click) == ([begun] if begun else [])


def test_an_account_is_closed_when_all_is_over(page: Page) -> None:
    page.evaluate("history.pushState(1, '', '/second'); history.back(); setTimeout(() => {}, 10)")
    found = settle(page, lambda: 0, lambda _look: [])
    assert (found.shows["address"], found.awaits) == (f"{ORIGIN}/first", [])


def test_a_step_ends_on_the_document_that_it_leads_to(page: Page) -> None:
    page.evaluate("setTimeout(() => { location.href = '/second' }, 500)")
    assert settle(page, lambda: 0, lambda _look: []).shows["title"] == f"{ORIGIN}/second"


def test_a_page_that_has_a_client_waits_for_it(page: Page) -> None:
    page.evaluate("document.body.innerHTML = '<script>__sveltekit_1 = {}</script>'")
    assert _found(page).awaits == ["its client"]
    page.evaluate("document.body.innerHTML += '<p id=svelte-announcer>'")
    assert _found(page).awaits == []


def test_a_look_that_a_new_document_interrupts_finds_nothing(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(settling, "LOOK", "() => new Promise(() => { location.href = '/second' })")
        assert look(page) is None
    # the new document may not be there yet for the next look either
    assert settle(page, lambda: 0, lambda _look: []).shows["title"] == f"{ORIGIN}/second"


def test_a_look_that_fails_otherwise_is_an_error(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "LOOK", "() => nothing.there")
    with pytest.raises(Error, match="nothing is not defined"):
        look(page)


@pytest.mark.parametrize("unrest", [OTHER, BUSY, None])
def test_quiet_begins_anew_after_any_unrest(monkeypatch: pytest.MonkeyPatch, unrest: Look | None) -> None:
    calm = [CALM] * QUIET_LOOKS
    rest = _see(monkeypatch, [*calm, unrest, *calm, CALM, BUSY])
    assert settle(NO_PAGE, lambda: 0, lambda _look: []) == CALM
    assert list(rest) == [BUSY]


def test_what_the_browser_says_is_unrest(monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter([0] * QUIET_LOOKS + [1] * (QUIET_LOOKS + 1))
    _see(monkeypatch, [CALM] * (2 * QUIET_LOOKS + 1))
    assert settle(NO_PAGE, lambda: next(said), lambda _look: []) == CALM
    assert list(said) == []


def test_what_is_unfinished_elsewhere_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    pending = iter([["data GET /"]] * (2 * QUIET_LOOKS) + [[]] * QUIET_LOOKS)
    _see(monkeypatch, [CALM] * (3 * QUIET_LOOKS))
    assert settle(NO_PAGE, lambda: 0, lambda _look: next(pending)) == CALM
    assert list(pending) == []


def test_a_call_without_an_answer_is_given_up_at_last(monkeypatch: pytest.MonkeyPatch) -> None:
    rest = _see(monkeypatch, [CALLED] * (UNANSWERED_LOOKS + 1))
    assert settle(NO_PAGE, lambda: 0, lambda _look: []) == CALLED
    assert list(rest) == []


def test_what_never_settles_is_an_error_that_says_why(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "PATIENCE_SECONDS", 1.0)
    page.evaluate("(function again() { setTimeout(again, 100) })()")
    with pytest.raises(Error, match="not settled in 1 s; awaited: a timer"):
        settle(page, lambda: 0, lambda _look: [])


NO_PAGE = cast("Page", None)


def _see(monkeypatch: pytest.MonkeyPatch, looks: Iterable[Look | None]) -> Iterable[Look | None]:
    """Have these found, one after the other; gives those that were not taken."""
    left = iter(looks)
    monkeypatch.setattr(settling, "look", lambda _page: next(left))
    return left


def _found(page: Page) -> Look:
    found = look(page)
    assert found is not None
    return found
