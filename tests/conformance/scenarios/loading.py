"""Which loads run again, and what comes of them: invalidation, universal loads, streams, preloading."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab


@scenario(43)
def invalidate_by_name(tab: Tab) -> None:
    tab.open("/data")
    tab.fill("kept", "kept")
    tab.call("invalidate('app:data')")
    tab.call("invalidate('app:layout')")
    tab.call("invalidate('app:nobody')")
    tab.call("invalidate((url) => url.protocol === 'app:')")
    tab.call("Promise.all([invalidate('app:data'), invalidate('app:layout')])")


@scenario(43)
def invalidate_by_address(tab: Tab) -> None:
    tab.open("/data")
    tab.call("invalidate('/api/number')")
    tab.call("invalidate('/api/other')")
    tab.call("invalidate(new URL('/api/number', location.href))")
    tab.call("invalidate((url) => url.pathname.startsWith('/api/'))")


@scenario(46, 108)
def everything_again(tab: Tab) -> None:
    tab.open("/data")
    tab.fill("kept", "kept")
    tab.call("pushState('', { shown: true })")
    tab.call("refreshAll()")
    tab.call("invalidate('app:data', true)")
    tab.call("invalidateAll()")


@scenario(44, 35, 37)
def only_what_was_used_loads_again(tab: Tab) -> None:
    tab.open("/uses/1")
    tab.click("to /uses/2")
    tab.click("to /uses/2?q=x")
    tab.call("goto('/uses/2?q=x&other=1')")
    tab.call("goto('/uses/2?q=parent')")
    tab.call("goto('/uses/3?q=parent')")
    tab.call("goto('/uses/3?q=parent#hash')")
    tab.back()


@scenario(36, 43, 47)
def universal_loads(tab: Tab) -> None:
    tab.open("/universal")
    tab.call("invalidate('/api/number')")
    tab.call("invalidate('app:universal')")
    tab.call("refreshAll()")
    tab.click("to /")
    tab.click("to /universal")


@scenario(40, 42)
def a_stream_during_navigation(tab: Tab) -> None:
    tab.open("/")
    tab.begin("goto('/stream')", shows="bad waits")
    tab.ask("/api/open")
    tab.look(shows="bad: ")
    # a rejection that comes together with its page is "uncaught" to the browser, whoever sent it
    tab.ask("/api/shut")
    tab.begin("refreshAll()", shows="bad waits")
    tab.ask("/api/open")
    tab.look(shows="bad: ")


@scenario(39, 42)
def a_stream_in_the_page(tab: Tab) -> None:
    tab.begin_open("/stream", shows="bad waits")
    tab.ask("/api/open")
    tab.look(shows="bad: ")
    tab.click("to /")


@scenario(40)
def leaving_a_stream(tab: Tab) -> None:
    tab.open("/")
    tab.begin("goto('/stream')", shows="bad waits")
    tab.begin("goto('/plain/a')", shows="plain a")
    tab.ask("/api/open")
    tab.look()
    tab.ask("/api/shut")
    tab.begin("goto('/stream')", shows="bad waits")
    tab.ask("/api/open")
    tab.look(shows="bad: ")


@scenario(106)
def hovering_preloads_data(tab: Tab) -> None:
    tab.open("/")
    tab.hover("hover")
    tab.run("rest elsewhere", lambda: tab.page.mouse.move(700, 500))
    tab.hover("hover")
    tab.click("hover")
    tab.click("to /")
    tab.hover("hover")
    tab.click("to /data")


@scenario(106)
def preloading_two_pages(tab: Tab) -> None:
    tab.open("/")
    tab.hover("hover")
    tab.hover("hover too")
    tab.click("hover")


@scenario(106)
def preloading_a_redirect(tab: Tab) -> None:
    tab.open("/")
    tab.hover("hover moved")
    tab.click("hover moved")


@scenario(106)
def pressing_preloads_data(tab: Tab) -> None:
    tab.open("/")
    tab.hover("tap")
    tab.press_down("tap")
    tab.release()


@scenario(106)
def hovering_preloads_code(tab: Tab) -> None:
    tab.open("/")
    tab.hover("code on hover")
    tab.click("code on hover")


@scenario(106)
def preloading_by_call(tab: Tab) -> None:
    tab.open("/")
    tab.call("preloadCode('/data')")
    tab.call("preloadCode('/plain/[slug]')")
    tab.call("preloadCode('/nowhere')")
    tab.call("preloadData('/data')")
    tab.click("to /data")
    tab.call("preloadData('/fails/moved')")
    tab.call("preloadData('/fails/expected')")
    tab.call("preloadData('/fails/unknown')")
    tab.call("preloadData('/nowhere')")


@scenario(106, 46)
def invalidation_discards_what_was_preloaded(tab: Tab) -> None:
    tab.open("/")
    tab.call("preloadData('/data')")
    tab.call("refreshAll()")
    tab.click("to /data")
