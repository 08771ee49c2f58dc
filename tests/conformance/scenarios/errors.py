"""Pages that fail, when a navigation meets them and when they are opened."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab


@scenario(51, 73)
def failing_loads(tab: Tab) -> None:
    tab.open("/")
    for how in ("expected", "unknown"):
        tab.call(f"goto('/fails/{how}')")
        tab.click("to /")
    tab.open("/fails/expected")
    tab.click("to /data")
    tab.open("/fails/unknown")


@scenario(50)
def redirecting_loads(tab: Tab) -> None:
    tab.open("/")
    tab.call("goto('/fails/around')")
    tab.back()
    tab.open("/fails/around")
    tab.call("goto('/fails/around', { replace: true })")
    tab.call("goto('/fails/away')")


@scenario(50)
def redirecting_for_ever(tab: Tab) -> None:
    tab.open("/")
    tab.call("goto('/fails/loop')")


@scenario(51, 35)
def failing_layouts(tab: Tab) -> None:
    tab.open("/")
    for fail in ("layout", "secret", "none"):
        tab.call(f"goto('/nested/page?fail={fail}')")
    tab.open("/nested/page?fail=layout")
    tab.click("to /")


@scenario(51, 36, 74)
def universal_loads_that_fail(tab: Tab) -> None:
    tab.open("/")
    for fail in ("page", "throw", "moved"):
        tab.call(f"goto('/nested/page?fail={fail}')")
        tab.click("to /")
    tab.open("/nested/page?fail=page")
    tab.open("/nested/page?fail=throw")


@scenario(33, 74)
def failing_components(tab: Tab) -> None:
    tab.open("/")
    tab.call("goto('/fails/render')")
    tab.click("to /")
    tab.open("/fails/render")


@scenario(17)
def opening_what_does_not_exist(tab: Tab) -> None:
    tab.open("/nowhere?x=1")
    tab.click("to /")
    tab.back()


@scenario(18, 51)
def malformed_addresses(tab: Tab) -> None:
    tab.open("/")
    tab.link("/plain/%ff")
    tab.link("/%zz")


@scenario(51, 74)
def without_a_server(tab: Tab) -> None:
    tab.open("/")
    tab.run("unplug", lambda: tab.page.context.set_offline(True))
    tab.click("to /plain/a")
    tab.call("goto('/data')")
    tab.run("plug in", lambda: tab.page.context.set_offline(False))
    tab.reload()
    tab.call("refreshAll()")
