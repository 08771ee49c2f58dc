"""Going from page to page."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab


@scenario(21, 34, 107)
def links_load_data_only(tab: Tab) -> None:
    tab.open("/")
    tab.click("to /data")
    tab.click("to /plain/a")
    tab.click("to /plain/b")
    tab.click("to /")


@scenario(107, 110)
def back_and_forward_restore_the_scroll_position(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.scroll(700)
    tab.click("nothing")
    tab.run("click a link far up", lambda: tab.page.get_by_text("to /data").evaluate("a => a.click()"))
    tab.click("to /plain/b")
    tab.back()
    tab.back()
    tab.forward()
    tab.forward()


@scenario(110)
def a_reload_restores_the_scroll_position(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.scroll(900)
    tab.reload()


@scenario(110)
def hash_links_scroll(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.click("to the middle")
    tab.click("to the end")
    tab.click("keep and go to the middle")
    tab.click("to the top")
    tab.back()
    tab.back()
    tab.back()
    tab.forward()


@scenario(110, 111)
def hash_links_that_replace(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.click("to the middle, replacing")
    tab.scroll(0)
    tab.click("to the middle, replacing")
    tab.click("to the middle")
    tab.back()


@scenario(110)
def a_link_to_a_hash_of_another_page(tab: Tab) -> None:
    tab.open("/")
    tab.click("middle of a")
    tab.back()


@scenario(110)
def opening_a_hash(tab: Tab) -> None:
    tab.open("/plain/a#middle")
    tab.click("to /plain/b")
    tab.back()


@scenario(107)
def goto(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.scroll(500)
    tab.fill("note", "x")
    tab.call("goto('/plain/b')")
    tab.call("goto('/data', { replace: true })")
    tab.back()
    tab.call("goto('/plain/b#middle', { state: { a: 1 } })")
    tab.reload()
    tab.call("goto('/plain/a', { state: { kept: 1 }, persistState: true })")
    tab.reload()


@scenario(107, 110)
def goto_keeps_focus_and_scroll_position(tab: Tab) -> None:
    tab.open("/plain/a")
    tab.fill("note", "kept")
    tab.scroll(500)
    tab.call("goto('/plain/b', { reset: false })")
    tab.call("goto('?q=1', { reset: false, replaceState: true })")
    tab.back()


@scenario(107, 46)
def goto_with_refreshing(tab: Tab) -> None:
    tab.open("/data")
    tab.call("goto('/data?x', { refreshAll: true })")
    tab.call("goto('/data?y', { invalidate: ['app:layout'] })")
    tab.call("goto('/data?y')")
    tab.call("goto('/uses/1', { invalidateAll: true })")


@scenario(107)
def goto_refuses_what_is_no_page(tab: Tab) -> None:
    tab.open("/")
    tab.call("goto('/nowhere')")
    tab.call("goto('/api/plain')")
    tab.call("goto('http://localhost:1/')")
    tab.call("goto('/data?x-sveltekit-invalidated=1')")


@scenario(107)
def navigation_can_be_cancelled(tab: Tab) -> None:
    tab.open("/")
    tab.click("to /plain/a")
    tab.run("block", lambda: tab.page.evaluate("window.block = true"))
    tab.click("to /data")
    tab.call("goto('/plain/b')")
    tab.back()
    tab.run("let through", lambda: tab.page.evaluate("window.block = false"))
    tab.back()


@scenario(107)
def a_later_navigation_wins(tab: Tab) -> None:
    tab.open("/")
    tab.begin("window.first = goto('/slow').then(String, String)")
    tab.begin("goto('/plain/a')", shows="plain a")
    tab.ask("/api/open")
    tab.call("first")


@scenario(107)
def while_it_navigates(tab: Tab) -> None:
    tab.open("/")
    tab.begin("goto('/slow')")
    tab.ask("/api/open")
    tab.look()


@scenario(111)
def link_options(tab: Tab) -> None:
    tab.open("/")
    tab.click("replacestate")
    tab.click("to /")
    tab.run("focus", lambda: tab.page.get_by_text("keep", exact=True).focus())
    tab.scroll(50)
    tab.click("keep")
    tab.click("to /")
    tab.click("former options")
    tab.click("to /")
    tab.click("reload")


@scenario(111)
def links_that_are_left_to_the_browser(tab: Tab) -> None:
    tab.open("/")
    tab.click("external")
    tab.back()
    tab.click("target")
    tab.back()
    tab.click("download")
    tab.click("elsewhere")


@scenario(111, 17)
def links_to_what_is_no_page(tab: Tab) -> None:
    tab.open("/")
    tab.click("endpoint")
    tab.back()
    tab.click("missing")
    tab.back()


@scenario(110)
def focus_after_navigation(tab: Tab) -> None:
    tab.open("/")
    tab.click("focus")
    tab.click("to /plain/a")
    tab.click("nothing")
    tab.run("click a link far up", lambda: tab.page.get_by_text("to /data").evaluate("a => a.click()"))
    tab.call("goto('/plain/a#ende%C3%A4')")


@scenario(110)
def a_page_that_wants_the_focus(tab: Tab) -> None:
    tab.open("/focus")
    tab.fill("first", "x")
    tab.click("to /data")
    tab.back()


@scenario(9)
def trailing_slashes_are_added(tab: Tab) -> None:
    tab.open("/")
    tab.click("always")
    tab.call("refreshAll()")
    tab.link("/plain/a/")
    tab.open("/always")


@scenario(10)
def reroute(tab: Tab) -> None:
    tab.open("/")
    tab.click("alias")
    tab.call("invalidateAll()")
    tab.reload()


@scenario(22, 23)
def pages_without_ssr_or_csr(tab: Tab) -> None:
    tab.open("/")
    tab.click("shell")
    tab.reload()
    tab.click("to /")
    tab.click("static")
    tab.load("/static")
    tab.click("onward")


@scenario(107, 113)
def questions_to_the_router(tab: Tab) -> None:
    tab.open("/uses/1")
    tab.call("match('/plain/x')")
    tab.call("match('/nowhere')")
    tab.call("[resolve('/plain/[slug]', { slug: 'a b/c' }), asset('/hello.txt')]")
    tab.call("[page.url.pathname, page.route.id, page.params, page.status, navigating.to]")
