"""Whether two servers answered the same thing. Figures of servers that did not are worth nothing."""

import json
import re
from html.parser import HTMLParser

import httpx

from harness.cases import COUNTER_PATH, Case
from harness.load import HEADERS

# Parts of the page that cost work to make: a server that leaves them out would look fast.
MARKERS = ('rel="modulepreload"', 'rel="stylesheet"', "kit.start(", "<title>", "<!--[")
PAGE_HEADERS = ("content-type", "etag", "content-encoding")


def get(url: str) -> httpx.Response:
    """Send one request as the load generator sends it. The environment's proxies are left aside."""
    return httpx.get(url, headers=HEADERS, timeout=30, trust_env=False)


class UnequalError(Exception):
    """The answers differ, or module state survived a render where it must not."""


class _Text(HTMLParser):
    """Collects what a reader would see, and skips scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words += data.split()


def visible_text(html: str) -> str:
    """Return the text of a page without markup, scripts, styles and runs of white space."""
    parser = _Text()
    parser.feed(html)
    return " ".join(parser.words)


def compare(case: Case, ours: httpx.Response, theirs: httpx.Response) -> None:
    """Check that two answers to one case are worth comparing.

    Raises:
        UnequalError: A status is not 200, or texts, data, or parts that cost work to make differ.
    """
    found = differences(case, ours, theirs)
    if found:
        listed = "\n".join(f"  {line}" for line in found)
        raise UnequalError(f"{case.path}: {ours.url.port} and {theirs.url.port} differ\n{listed}")


def differences(case: Case, ours: httpx.Response, theirs: httpx.Response) -> list[str]:
    """Return where texts, data, or parts that cost work to make differ.

    Raises:
        UnequalError: A status is not 200.
    """
    for response in (ours, theirs):
        if response.status_code != 200:
            raise UnequalError(f"{response.url} answered {response.status_code}:\n{response.text[:400]}")
    return _page_differences(ours, theirs) if case.kind == "page" else _json_differences(ours, theirs)


def _page_differences(ours: httpx.Response, theirs: httpx.Response) -> list[str]:
    found = _difference("text", visible_text(ours.text), visible_text(theirs.text))
    for marker in MARKERS:
        found += _difference(f"count of {marker}", ours.text.count(marker), theirs.text.count(marker))
    for name in PAGE_HEADERS:
        # An etag is there or it is not: its value hashes asset names, which differ.
        mine, other = ours.headers.get(name), theirs.headers.get(name)
        same = bool(mine) == bool(other) if name == "etag" else mine == other
        found += [] if same else [f"header {name}: {mine!r}, {other!r}"]
    return found


def _json_differences(ours: httpx.Response, theirs: httpx.Response) -> list[str]:
    return _difference("JSON", json.loads(ours.text), json.loads(theirs.text))


def _difference(what: str, ours: object, theirs: object) -> list[str]:
    return [] if ours == theirs else [f"{what}: {_short(ours)}\n  {' ' * len(what)}  {_short(theirs)}"]


def _short(value: object) -> str:
    return repr(value)[:300]


def renders_seen(base: str, visits: int = 3) -> list[int]:
    """Visit the counter page some times and return the numbers it showed.

    Raises:
        UnequalError: The page does not show a number.
    """
    seen = []
    for _ in range(visits):
        text = get(base + COUNTER_PATH).text
        match = re.search(r"rendered (\d+)", visible_text(text))
        if match is None:
            raise UnequalError(f"{base}{COUNTER_PATH} shows no count:\n{text[:400]}")
        seen.append(int(match[1]))
    return seen


def require_isolation(base: str) -> None:
    """Check that each render starts with fresh modules.

    Raises:
        UnequalError: A module-level count went up from one request to the next.
    """
    seen = renders_seen(base)
    if set(seen) != {1}:
        raise UnequalError(
            f"{base}{COUNTER_PATH} showed {seen}: renders share their modules. "
            "Figures without isolation are not lissome's figures."
        )
