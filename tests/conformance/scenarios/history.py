"""What an entry of the history holds: states without a page of their own, and snapshots."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab


@scenario(108)
def states_without_a_page(tab: Tab) -> None:
    tab.open("/data")
    tab.call("pushState('/plain/a', { shown: 1 })")
    tab.call("pushState('', { shown: [2, new Date(0)] })")
    tab.call("replaceState('?q', { shown: 3 })")
    tab.back()
    tab.back()
    tab.forward()
    tab.reload()


@scenario(108, 107)
def shallow_goto(tab: Tab) -> None:
    tab.open("/data")
    tab.call("goto('/plain/a', { shallow: true, state: { shown: 1 } })")
    tab.call("goto('/uses/7?q', { shallow: true, replace: true, state: { shown: 2 }, persistState: true })")
    tab.call("invalidate('app:data', true)")
    tab.reload()
    tab.call("goto('/nowhere', { shallow: true })")
    tab.click("to /")
    tab.back()


@scenario(108, 106)
def a_page_within_a_page(tab: Tab) -> None:
    tab.open("/")
    tab.call("preloadData('/uses/1').then(async ({ data }) => pushState('/uses/1', { data }))")
    tab.click("to /")


@scenario(109)
def snapshots(tab: Tab) -> None:
    tab.open("/snapshots")
    tab.fill("text", "typed")
    tab.click("add")
    tab.click("add")
    tab.click("to /")
    tab.back()
    tab.click("add")
    tab.reload()
    tab.click("again")
    tab.back()


@scenario(109)
def former_snapshots(tab: Tab) -> None:
    tab.open("/snapshots/former")
    tab.fill("text", "typed")
    tab.click("to /")
    tab.back()
    tab.reload()
