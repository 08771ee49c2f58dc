"""What `lissome dev` may answer otherwise than production, and why. Anything else is a difference.

The control stays SvelteKit in production: what an app does there is what its developer has to see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from conformance.client.scenario import Scenario
from conformance.exchange import Exchange
from conformance.wire import Answer

Case = TypeVar("Case", Exchange, Scenario)

IN_DEV = {
    "client modules": "Vite serves them under their file names, the build under hashes; and kit's global "
    "variable is called `__sveltekit_dev`",
    "links to build files": "nothing can be preloaded, neither from the head nor by a Link header",
    "style sheets": "dev writes a page's styles into its head, and modules add theirs; linked and inlined "
    "styles of the build count as the same, but a page without any styles does not",
    "Svelte's anchors": "Svelte writes more or fewer `<!---->` around components that can be replaced",
    "empty environment": "kit's client always receives one in dev, even without public variables",
    "cookies without TLS": "they are not Secure by default, as in kit's own dev",
    "CSP for Vite": "all styles are allowed, as in kit's own dev, so none has a nonce; the socket of Vite's "
    "client is allowed too",
    "compressed files": "the build creates them",
    "the error page of last resort": "it has a script that loads it anew when a file is saved",
    "times": "each response says what it took; a Server-Timing header of the app is compared",
    "reasons": "what the framework refuses has its reason behind SvelteKit's text",
}
"""All that is made equal in dev besides `normalise.NORMALISATIONS`."""

NOT_IN_DEV = {
    "there is no build": "requests for its files, or for its version, are answered 404",
    "cross-site forms are accepted": "kit's own dev does not check the origin of a form either, so that the "
    "app can be tried from other addresses",
    "nothing is compressed": "the build does that",
    "pages that contain another page": "the text of a page that was fetched, with its links, is part of the "
    "data",
}
"""Why exchanges differ in dev. As with `reasons.DELIBERATE`, those must differ."""

VERSIONS = 104
"""The row of the features that dev does not have."""

# What the target and the control's answer do not tell.
_NAMED = {
    ("wires", "GET /f/asset"): "there is no build",
    ("forms", "GET /fetch/missing"): "pages that contain another page",
}

IN_THE_BROWSER_IN_DEV = {
    "modules": "Vite serves the client's code file by file; as with chunks, only nodes are compared. It "
    "adds ?import to the address of a `__route.js`",
    "versions": "kit's client does not request version.json in dev; scenarios of new versions are not played",
    "error texts": "kit's and Svelte's own errors have full texts in dev; in production the text is the "
    "address of the page that explains the error",
    "hints for developers": "messages of Vite's client about its socket, and kit's warnings ([sveltekit]) "
    "about possible improvements; Svelte's are compared, such as the one about a page that does not match "
    "its HTML",
}
"""All that is made equal in transcripts of dev besides `tab.IN_THE_BROWSER`."""

CODE_IN_DEV = re.compile(r"/(?:@vite|@fs|@id|node_modules|src|\.svelte-kit)/")
"""In addresses of what Vite serves."""

_VERSION = re.compile(r"^asked: data GET \S*/version\.json .*\n?", re.MULTILINE)
_VERSION_FAILED = re.compile(r"^asked: data GET \S*/version\.json failed", re.MULTILINE)
_LOST = re.compile(r"^said: error: Failed to load resource: net::.*\n", re.MULTILINE)
_HINT = re.compile(r"(?:debug: \[vite\]|warning: %c\[sveltekit\]) ")
_ERROR = re.compile(r"(S\w+ error: )?(\w+)\n.*\n(https://svelte\.dev/e/(?:kit/)?\2)")

# One of so many is tried in the suite.
_STEP = 16

_SOURCES = ("style-src", "style-src-elem", "style-src-attr")
_RELOADER = re.compile(
    r'<script type="module">\s*import \{ createHotContext \}.*?</script>'
    r'(?:<script type="module" src="[^"]*lissome:dev/failures\.js"></script>)?',
    re.DOTALL,
)
_UNSAFE = re.compile(r"'(?:none|unsafe-inline|nonce-|sha256-|hash of)|\{nonce")
_SOCKET = re.compile(r"ws://\*:\d+")
_BUILT = re.compile(r"\{chunk\}|/immutable/")
_LINK = re.compile(r'<link (?=[^>]*(?:\{chunk\}|/immutable/))[^>]*rel="(?:module)?preload"[^>]*>')
_STYLES = re.compile(
    r'(?:\s*(?:<link [^>]*/immutable/[^>]*rel="stylesheet"[^>]*>'
    r'|<style data-sveltekit[^>]*>.*?</style>|<style(?: nonce="[^"]*")?>[^<]*</style>(?=\s*<link )))+',
    re.DOTALL,
)
_START = re.compile(r'"[^"]*(?:/immutable/entry/start\.\{hash\}|/runtime/client/entry)\.js"')
_APP = re.compile(r'"[^"]*(?:/immutable/entry/app\.\{hash\}|/generated/dev/client/app)\.js"')
_NODE = re.compile(r"'[^']*/nodes/(\d+)(?:\.\{hash\})?\.js'")
_LOAD_STYLES = re.compile(r"import\([^()]*\)\.then\(x => x\.load_css\(.*\)\);\n")
_GLOBAL = re.compile(r"__sveltekit_(?:dev|[0-9a-z]{6,})")
_NO_ENVIRONMENT = re.compile(r",\s*env: \{\}")
_HEAD = re.compile(r"<head>.*?</head>", re.DOTALL)
_REASON = re.compile(
    r"(Not [Ff]ound(?:: /[^:<\"\s]*)?|Method Not Allowed|[A-Z]+ method not allowed|Unsupported Media Type"
    r"|Malformed URI|Bad Request|Payload Too Large|Service Unavailable|Internal Error"
    r"|Server-side route resolution disabled|Cannot use reserved query parameter \\?\"[^\"]*\"): [^<\"\n]*"
)
_BREAK = re.compile(r"\s*\n\s*")


def reason(exchange: Exchange, control: Sequence[Answer]) -> str | None:
    """The name of the reason in `NOT_IN_DEV` why dev must answer an exchange otherwise, if there is one.

    Args:
        exchange: what was asked.
        control: the answers of production.
    """
    if (exchange.app, exchange.name) in _NAMED:
        return _NAMED[exchange.app, exchange.name]
    if any(b"form submissions are forbidden" in answer.body for answer in control):
        return "cross-site forms are accepted"
    if any("content-encoding" in dict(answer.headers) for answer in control):
        return "nothing is compressed"
    built = any("{built:" in step.target or "_app/version.json" in step.target for step in exchange.steps)
    return "there is no build" if built and any(answer.status != 404 for answer in control) else None


def in_short(everything: Sequence[Case]) -> list[Case]:
    """Some of each app, in their order: what the suite tries in dev, where all of it takes minutes."""
    by_app = groupby(sorted(everything, key=lambda one: one.app), key=lambda one: one.app)
    return [one for _, group in by_app for one in list(group)[::_STEP]]


def is_played_in_dev(scenario: Scenario) -> bool:
    """Whether a scenario has a meaning in dev: there are no versions to be noticed."""
    return VERSIONS not in scenario.rows


def transcript_as_in_dev(transcript: str) -> str:
    """A transcript, of production or of dev, without what dev does not ask for, or by another address."""
    steps = re.split(r"^(?=> )", transcript, flags=re.MULTILINE)
    return "".join(_step_as_in_dev(step) for step in steps).replace("/__route.js?import ", "/__route.js ")


def _step_as_in_dev(step: str) -> str:
    """Without questions for the version; of those that failed the console has told too, after the others."""
    lost = list(_LOST.finditer(step))
    for told in lost[: -len(_VERSION_FAILED.findall(step)) - 1 : -1]:
        step = step[: told.start()] + step[told.end() :]
    return _REASON.sub(r"\1", _VERSION.sub("", step))


def heard_in_dev(line: str) -> str | None:
    """A line of the console as production would say it; None for hints that only developers get."""
    if _HINT.match(line):
        return None
    return _ERROR.sub(lambda match: ("Error: " if match[1] else "") + match[3], line)


def as_in_dev(answer: Answer) -> Answer:
    """A normalised answer, of production or of dev, without what dev changes."""
    headers = [(name, _header(name, value)) for name, value in answer.headers]
    kept = tuple((name, value) for name, value in headers if value is not None)
    try:
        text = answer.body.decode()
    except UnicodeDecodeError:
        return replace(answer, headers=kept)
    text = _REASON.sub(r"\1", text)
    if answer.header("content-type").startswith("text/html"):
        text = _page(text)
        if not any("{nonce}" in value for _, value in kept):
            text = text.replace("{nonce}", "{unused}")
    elif answer.header("content-type").startswith("application/javascript"):
        text = _NODE.sub(r"'{nodes/\1}'", _LOAD_STYLES.sub("", text))
    return replace(answer, headers=kept, body=text.replace("; Secure", "").encode())


def _header(name: str, value: str) -> str | None:
    if name == "content-security-policy":
        return _policy(value)
    if name == "set-cookie":
        return value.replace("; Secure", "")
    if name == "link":
        return ", ".join(one for one in value.split(", ") if not _BUILT.search(one)) or None
    if name == "server-timing" and value.startswith("lissome;"):
        return None
    return None if (name, value) == ("vary", "Accept-Encoding") else value


def _policy(value: str) -> str:
    """A policy with what dev lets in, whether that is there already or not."""
    parts = [part.split() for part in value.split(";")]
    directives = {name: sources for name, *sources in parts}
    default = directives.get("default-src", [])
    for name in _SOURCES:
        sources = directives.get(name, default if name == "style-src" else [])
        if sources:
            directives[name] = [*filter(lambda one: not _UNSAFE.match(one), sources), "{any style}"]
    if sources := directives.get("connect-src", default):
        directives["connect-src"] = [*(one for one in sources if not _SOCKET.match(one)), "{socket}"]
    return "; ".join(" ".join((name, *sources)) for name, sources in sorted(directives.items()))


def _page(text: str) -> str:
    text = _RELOADER.sub("", text)
    text = _STYLES.sub("\n{styles}", _LINK.sub("", text))
    text = _START.sub('"{entry/start}"', _APP.sub('"{entry/app}"', text))
    text = _HEAD.sub(lambda head: _BREAK.sub("\n", head[0]), text)
    text = _GLOBAL.sub("__sveltekit_dev", text)
    return _NO_ENVIRONMENT.sub("", text).replace("<!---->", "")
