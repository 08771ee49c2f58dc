"""Where lissome differs from SvelteKit: on purpose, or not yet."""

from __future__ import annotations

DELIBERATE: dict[str, str] = {
    "texts have a type": "text() says text/plain, as does an endpoint that returns a str; kit's text() says "
    "nothing, so a browser may take what a user wrote for HTML",
    "malformed forms are the client's mistake": "a body that is no multipart is answered 400; kit, 500",
    "a wrong name is the client's mistake": "?/default, which names no action, is answered 404 as any other "
    "wrong name; kit takes it for a failure of the app, so 500",
    "a form without a form": "form() of a text/plain body is empty; kit's formData() throws, so 500",
    "requests to itself stay inside": "event.fetch of a static file or of a path without a route is "
    "answered in the process; kit makes a real request to its own public address, which is none here, so "
    "it fails",
    "late headers are refused": "set_headers() after the response was made raises; kit ignores it "
    "silently, and refuses late cookies only",
    "a new version is never missed": "version.json says no-cache, so that no cache hides an update; with "
    "adapter-node it says nothing",
    "style sheets are found from the module": "kit's __route.js names style sheets relative to itself, but "
    "its client takes that as relative to the document, where they are not; lissome resolves them in the "
    "module",
    "files with odd names can be asked for": "a file whose name has %, # or ? is found by its escaped path; "
    "adapter-node cannot be asked for it",
    "more is tracked, never less": "`name in event.params`, and going through their names, count as reads "
    "of them, so a load runs again when they change; kit's proxy sees only reads of values",
    "what a failure makes useless is not run": "once a load on the server has failed, the universal loads "
    "below it do not run; kit runs them, and keeps headers that they set in time",
    "an empty query is none": "ASGI does not tell the address `/a?` from `/a`; only `event.url.href` shows "
    "it",
    "a fragment is not sent": "`event.url` of a request that `event.fetch` makes has no `#fragment`, as "
    "one that comes over the network; kit's has",
    "a list of entity tags is one": "If-None-Match is a list, compared weakly, for pages and endpoints as "
    "for files (RFC 9110 section 13.1.2); kit knows a single strong tag there, and sends the page again",
    "JSON has no types of the app": "where errors go to kit's client as JSON, values of the app's own "
    "types are left out; kit writes out the fields of the instance, whatever they are",
}
"""Differences that stay, with their reasons; docs/reference/compatibility.md has the same table."""

KNOWN: dict[str, str] = {}
"""What is missing. An exchange that is marked so must differ: one that does not is reported as an error."""
