"""What options change for the client: base paths, routes found by the server, policies, new versions."""

from __future__ import annotations

from conformance.client.scenario import scenario
from conformance.client.tab import Tab

NOW, NEXT = "client", "client@next"


@scenario(11, 12, 107, app="client@based", base="/base")
def below_a_path(tab: Tab) -> None:
    tab.open("/")
    tab.click("to /data")
    tab.call("refreshAll()")
    tab.call("invalidate('/base/api/number')")
    tab.click("to /universal")
    tab.click("to /uses/1")
    tab.back()
    tab.reload()
    tab.call("goto('/data')")
    tab.call("goto('/base/plain/a#middle')")
    tab.call("[resolve('/plain/[slug]', { slug: 'a b' }), asset('/hello.txt')]")
    tab.call("match('/base/plain/x')")
    tab.call("preloadCode('/stream')")


@scenario(11, app="client@based", base="/base")
def links_out_of_the_path(tab: Tab) -> None:
    tab.open("/")
    tab.run(
        "leave", lambda: tab.page.evaluate("document.querySelector('nav a').setAttribute('href', '/data')")
    )
    tab.click("to /")


@scenario(10, 51, app="client@based", base="/base")
def errors_below_a_path(tab: Tab) -> None:
    tab.open("/")
    tab.click("alias")
    tab.click("to /")
    tab.click("missing")
    tab.open("/fails/expected")
    tab.call("goto('/base/fails/around')")


@scenario(11, 56, app="client@based", base="/base")
def forms_below_a_path(tab: Tab) -> None:
    tab.open("/forms")
    tab.fill("how", "succeed")
    tab.click("enhanced")
    tab.click("the other page's")


@scenario(15, 34, app="client@resolved")
def routes_found_by_the_server(tab: Tab) -> None:
    tab.open("/")
    tab.click("to /data")
    tab.click("to /uses/1")
    tab.click("to /uses/2")
    tab.click("to /universal")
    tab.back()
    tab.call("goto('/plain/b#middle')")
    tab.call("refreshAll()")
    tab.reload()
    tab.click("to /data")


@scenario(15, 16, 106, app="client@resolved")
def preloading_what_the_server_finds(tab: Tab) -> None:
    tab.open("/")
    tab.hover("hover")
    tab.click("hover")
    tab.call("preloadCode('/plain/[slug]')")
    tab.call("preloadCode('/nowhere')")
    tab.call("preloadCode('/api/plain')")
    tab.call("preloadData('/uses/1')")
    tab.click("to /uses/1")
    tab.call("match('/plain/x')")


@scenario(15, 17, 10, 51, app="client@resolved")
def what_the_server_does_not_find(tab: Tab) -> None:
    tab.open("/")
    tab.click("alias")
    tab.click("to /")
    tab.click("missing")
    tab.back()
    tab.click("endpoint")
    tab.back()
    tab.call("goto('/nowhere')")
    tab.call("goto('/fails/expected')")
    tab.call("goto('/fails/around')")
    tab.click("to /")
    tab.click("static")


@scenario(15, 56, app="client@resolved")
def forms_where_the_server_finds_routes(tab: Tab) -> None:
    tab.open("/forms")
    tab.fill("how", "fail")
    tab.click("the other page's")
    tab.back()
    tab.fill("how", "error")
    tab.click("the other page's")


@scenario(104)
def no_new_version(tab: Tab) -> None:
    tab.open("/")
    tab.call("updated.check()")


@scenario(104)
def a_new_version_is_noticed(tab: Tab) -> None:
    tab.open("/")
    tab.deploy(NEXT)
    tab.call("updated.check()")
    tab.click("to /data")
    tab.call("updated.check()")


@scenario(104, app=NEXT)
def data_tell_of_a_new_version(tab: Tab) -> None:
    tab.open("/data")
    tab.deploy(NOW)
    tab.call("refreshAll()")
    tab.click("to /uses/1")
    tab.click("to /uses/2")


@scenario(104, 56, app=NOW)
def actions_tell_of_a_new_version(tab: Tab) -> None:
    tab.open("/forms")
    tab.deploy(NEXT)
    tab.fill("how", "fail")
    tab.click("enhanced")
    tab.click("to /")


@scenario(104, 51, app=NEXT)
def an_error_of_a_new_version_loads_the_page(tab: Tab) -> None:
    tab.open("/fails/none")
    tab.deploy(NOW)
    tab.call("goto('/fails/expected')")


@scenario(79, 83, app="csp-hash")
def strict_policies(tab: Tab) -> None:
    tab.open("/")
    tab.link("/stream")
    tab.link("/nowhere")
    tab.link("/fetched")
