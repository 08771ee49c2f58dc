"""Where lissome differs from SvelteKit: on purpose, or not yet."""

from __future__ import annotations

DELIBERATE: dict[str, str] = {
    "text has a content type": "the type of text() and of an endpoint's str is text/plain; kit's text() "
    "sends no type, so a browser may take a user's input for HTML",
    "malformed forms are answered 400": (
        "a body that is not valid multipart, or that ends before its closing delimiter, is answered 400; "
        "kit answers 500"
    ),
    "empty file inputs are not sent": "a file input in which nothing was chosen is not in the form, so that "
    "`form.get(…)` is None; kit has a file without a name and without content there",
    "unknown actions are answered 404": "?/default is not the name of an action, so it is answered 404 like "
    "any other unknown name; kit treats it as a failure of the app and answers 500",
    "a body that is not a form": "form() of a text/plain body is empty; kit's formData() throws, so it "
    "answers 500",
    "internal fetches stay in the process": "event.fetch of a static file or of a path without a route is "
    "answered in the process; kit sends a real request to its own public address, which does not exist "
    "here, so it fails",
    "late headers are refused": "set_headers() raises after the response was made; kit ignores the call "
    "silently, and raises only for late cookies",
    "version.json is not cached": "version.json is sent with no-cache, so that no cache hides an update; "
    "adapter-node sends no such header",
    "style sheets are resolved in the module": "kit's __route.js names style sheets relative to itself, but "
    "its client resolves them relative to the document, where they do not exist; lissome resolves them in "
    "the module",
    "static files with special characters": "a file whose name contains %, # or ? is found by its escaped "
    "path; adapter-node does not find it",
    "more reads are tracked": "`name in event.params` and iterating over the names count as reads, so a "
    "load runs again when they change; kit's proxy tracks only reads of values",
    "loads below a failed load do not run": "once a load on the server has failed, the universal loads "
    "below it do not run; kit runs them, and keeps the headers that they set in time",
    "an empty query is dropped": "ASGI does not distinguish the address `/a?` from `/a`; only "
    "`event.url.href` shows the difference",
    "a fragment is dropped": "`event.url` of a request that `event.fetch` makes has no `#fragment`, like "
    "the URL of a request from the network; kit keeps it",
    "If-None-Match is a list": "the tags of If-None-Match are compared weakly, for pages and endpoints as "
    "for files (RFC 9110 section 13.1.2); kit compares a single strong tag there, and sends the page again",
    "JSON errors omit custom types": "where errors are sent to kit's client as JSON, values of the app's "
    "own types are left out; kit writes all fields of the instance",
    "globals are bound when a module starts": "a name such as `fetch` means what it meant when the module "
    "was evaluated; `globalThis.fetch = …` is seen by modules that are evaluated later, and through "
    "`globalThis`. In Node all users share it",
    "nextTick is a microtask": "callbacks of `process.nextTick` and promises run in the order in which they "
    "were scheduled; Node has a queue of its own for each",
    "Node's builtins are made for V8": "the namespace of a builtin module is an object without a tag; "
    "`node:process` has functions that the global `process` lacks, because packages ask that one whether "
    "there is a system; and `typeof require` is 'undefined', because only calls with a literal name can be "
    "answered",
    "AsyncLocalStorage does not follow tasks": "`getStore()` after an `await` has the store of the last "
    "`run()` of this render, because V8 alone cannot follow asynchronous code; no other render's",
}
"""Differences that stay, with their reasons; docs/reference/compatibility.md has the same table."""

KNOWN: dict[str, str] = {}
"""What is missing. An exchange that is marked so must differ: one that does not is reported as an error."""
