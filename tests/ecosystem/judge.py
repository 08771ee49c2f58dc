"""Whether a page is that of SvelteKit, and shows what it should."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import replace

from conformance.compare import differences
from conformance.normalise import normalise
from conformance.scripts import Scripts
from conformance.wire import Answer, Request, send
from ecosystem.development import as_in_dev
from ecosystem.page import Page

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<script.*?</script>|<style.*?</style>|<[^>]*>", re.DOTALL)
_MAIN = re.compile(r"<main>(.*)</main>", re.DOTALL)


MADE_EQUAL = {
    "random ids": "some packages give elements an id of random letters",
    "hashes of requests": "on the pages of packages that tell their service the name of their runtime",
    "functions as text": "the source of a function in a script is what the bundler has printed: its spaces "
    "and semicolons are left out",
}
"""What is made equal besides what the conformance suite makes equal."""

_RANDOM = re.compile(rb'(?<=")(ccs)-[0-9a-z]{8,13}(?=[-"])')
_REQUEST = re.compile(rb' data-hash="\w+"')
_OWN_SCRIPT = re.compile(
    rb'(<script(?: nonce="[^"]*")?>)((?:(?!</script>|__sveltekit_).)*)(</script>)', re.DOTALL
)


def ask(port: int, page: Page) -> Answer:
    """Return the answer to a request for a page, normalised."""
    host = f"127.0.0.1:{port}"
    answer = send(port, Request("GET", page.target, (("Host", host),)))
    body = _RANDOM.sub(rb"\1-{random}", answer.body.replace(host.encode(), b"{host}"))
    body = _OWN_SCRIPT.sub(lambda script: script[1] + re.sub(rb"[\s;]+", b"", script[2]) + script[3], body)
    if page.tells_runtime:
        body = _REQUEST.sub(b' data-hash="{hash}"', body)
    return normalise(replace(answer, body=body))


def problems_of(page: Page, kit: Answer, lissome: Answer, side: str, scripts: Scripts) -> list[str]:
    """Return how an answer differs from SvelteKit's.

    Args:
        page: what was asked for.
        kit: SvelteKit's answer, normalised.
        lissome: the answer that is judged, normalised.
        side: ``lissome`` or ``dev``.
        scripts: runs those of pages.
    """
    if kit.status != lissome.status:
        return [f"status {lissome.status} instead of {kit.status}"]
    if side == "dev":
        kit, lissome = (as_in_dev(answer) for answer in (kit, lissome))
    text = differences(kit, lissome, scripts)
    return [f"differs:\n{shortened(text)}"] if text else []


def unmet(page: Page, answer: Answer) -> list[str]:
    """Return what a page should show and does not."""
    text = text_of(answer.body.decode())
    problems = [] if answer.status == 200 else [f"status {answer.status}: {text[:200]}"]
    return problems + [f"does not show {shown!r}" for shown in page.shows if shown not in text]


def text_of(document: str) -> str:
    """Return what a visitor reads on a page without scripts."""
    main = _MAIN.search(document)
    text = html.unescape(_TAG.sub(" ", _COMMENT.sub("", main[1] if main else document)))
    return " ".join(text.split())


def shortened(diff: str) -> str:
    """Return a diff with long lines cut to what is around their first difference."""
    lines = diff.splitlines()
    for number, (one, other) in enumerate(itertools.pairwise(lines)):
        if one.startswith("-") and other.startswith("+"):
            same = _equal_characters(one[1:], other[1:])
            for index, line in ((number, one), (number + 1, other)):
                start = max(1, same - 60)
                lines[index] = line[0] + ("…" if start > 1 else "") + line[start : same + 200]
    return "\n".join(line[:300] for line in lines)


def _equal_characters(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
