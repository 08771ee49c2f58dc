"""Forms: sent by `use:enhance`, by the browser, and as a navigation."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab


def _submit(tab: Tab, how: str, button: str, *, name: str = "ann") -> None:
    tab.fill("how", how)
    tab.fill("name", name)
    tab.click(button)


@scenario(55, 56)
def enhanced(tab: Tab) -> None:
    tab.open("/forms")
    _submit(tab, "succeed", "enhanced")
    _submit(tab, "nothing", "enhanced")
    tab.click("the second")
    tab.click("to /")
    tab.back()


@scenario(56, 57)
def enhanced_and_refused(tab: Tab) -> None:
    tab.open("/forms")
    _submit(tab, "fail", "enhanced")
    _submit(tab, "conflict", "enhanced")
    _submit(tab, "succeed", "enhanced")


@scenario(50, 56)
def enhanced_and_redirected(tab: Tab) -> None:
    tab.open("/forms")
    _submit(tab, "same", "enhanced")
    _submit(tab, "redirect", "enhanced")
    tab.back()
    _submit(tab, "away", "enhanced")


@scenario(51, 56, 73)
def enhanced_and_failing(tab: Tab) -> None:
    for how in ("error", "throw"):
        tab.open("/forms")
        _submit(tab, how, "enhanced")
    tab.click("to /")


@scenario(56)
def an_action_that_does_not_exist(tab: Tab) -> None:
    tab.open("/forms")
    tab.click("the missing")


@scenario(56, 61)
def the_action_of_another_page(tab: Tab) -> None:
    tab.open("/forms")
    _submit(tab, "succeed", "the other page's")
    tab.back()
    _submit(tab, "fail", "the other page's")
    tab.back()
    _submit(tab, "error", "the other page's")


@scenario(56, 60)
def custom_enhancement(tab: Tab) -> None:
    tab.open("/forms")
    for button in ("only look", "apply", "keep", "stay"):
        tab.click(button)


@scenario(56, 60)
def custom_enhancement_of_failures(tab: Tab) -> None:
    for how in ("fail", "error", "throw", "redirect"):
        tab.open("/forms")
        tab.fill("how", how)
        tab.click("only look")
        tab.click("apply")


@scenario(56)
def a_cancelled_submission(tab: Tab) -> None:
    tab.open("/forms")
    tab.run("fill", lambda: tab.page.locator("form[name=customised] input[name=name]").fill("cancel"))
    tab.click("apply")


@scenario(60)
def applying_results(tab: Tab) -> None:
    tab.open("/forms")
    tab.call("applyAction({ type: 'success', status: 201, data: { made: true } })")
    tab.call("applyAction({ type: 'failure', status: 422, data: { wrong: 'all' } })")
    tab.call("applyAction({ type: 'redirect', status: 303, location: '/data' })")
    tab.call("applyAction({ type: 'error', status: 500, error: { status: 500, message: 'made up' } })")


@scenario(60, 42)
def reading_an_answer(tab: Tab) -> None:
    tab.open("/forms")
    for how in ("succeed", "conflict", "redirect", "error"):
        tab.call(
            "fetch('/forms?/act', {method: 'POST', body: new URLSearchParams({how: '" + how + "'}),"
            " headers: {'x-sveltekit-action': 'true', accept: 'application/json'}})"
            ".then(async (answer) => [answer.status, deserialize(await answer.text())])"
        )


@scenario(59)
def uploading(tab: Tab) -> None:
    tab.open("/forms")
    tab.attach("file", "some words")
    tab.click("upload")


@scenario(55, 57, 58)
def native(tab: Tab) -> None:
    for how in ("succeed", "fail", "conflict", "redirect", "error", "throw"):
        tab.open("/forms")
        tab.fill("how", how)
        tab.click("native")
    tab.back()


@scenario(62)
def searching(tab: Tab) -> None:
    tab.open("/search")
    tab.fill("q", "one & two")
    tab.click("search")
    tab.click("by a button")
    tab.click("by a button")
    tab.back()
    tab.click("search and replace")
    tab.click("elsewhere")


@scenario(62, 111)
def searching_with_a_page_load(tab: Tab) -> None:
    tab.open("/search?q=first")
    tab.click("search and load")
