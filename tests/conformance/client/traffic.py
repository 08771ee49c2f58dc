"""What a tab asks its server for."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response

# Code of the client: of nodes the number says which page they are for; the rest is the bundler's own affair.
_NODE = re.compile(r"/(?:immutable|generated/dev/client)/nodes/(\d+)(?:\.[\w-]+)?\.js$")
BUILT = re.compile(r"/immutable/")
"""In addresses of files of the build."""

_SCRIPT = re.compile(r"'sha256-[A-Za-z0-9+/]+=*'")
_HASH = re.compile(r"\.[\w-]{8}\.(js|css|woff2)\b")


def plain(text: object, origin: str) -> str:
    """A text without what must differ: the server's address, and hashes of files and scripts."""
    return _HASH.sub(r".{hash}.\1", _SCRIPT.sub("'{hash}'", str(text).replace(origin, "")))


class Traffic:
    """The requests of a page, in order, with the status of each.

    Attributes:
        pending: requests that have no end yet.
        heard: how many times anything was heard of any request.
    """

    def __init__(self, page: Page, origin: str, code: re.Pattern[str]) -> None:
        """Listen to a page.

        Args:
            page: blank.
            origin: of the server.
            code: what is in the addresses of the client's code.
        """
        self._code = code
        self.pending: set[Request] = set()
        self.heard = 0
        self._origin = origin
        self._asked: list[Request] = []
        self._statuses: dict[Request, str] = {}
        page.on("request", self._begin)
        page.on("response", self._respond)
        page.on("requestfinished", self._finish)
        page.on("requestfailed", self._fail)

    def take(self) -> list[str]:
        """The lines since the last time; the code of pages comes last, without an order."""
        asked, self._asked = self._asked, []
        lines, nodes = [], set()
        for request in asked:
            if node := _NODE.search(request.url):
                nodes.add(int(node[1]))
            elif not self._code.search(request.url):
                lines.append(self._line(request))
        return [*lines, *([f"code of nodes {sorted(nodes)}"] if nodes else [])]

    def unfinished(self) -> list[str]:
        """The requests that have no end yet, in words."""
        return [self._line(request) for request in self.pending]

    def _line(self, request: Request) -> str:
        kind = "page" if request.is_navigation_request() else "data"
        headers = request.headers
        notes = [f"{name}: {headers[name]}" for name in ("x-sveltekit-action", "accept") if name in headers]
        if request.method == "POST":
            notes.append(headers.get("content-type", "").partition(";")[0])
        told = ", ".join(notes) if request.method == "POST" else ""
        status = self._statuses.get(request, "…")
        return f"{kind} {request.method} {plain(request.url, self._origin)} {status} {told}".rstrip()

    def _begin(self, request: Request) -> None:
        self.heard += 1
        # data: is not asked for anywhere
        if urlsplit(request.url).scheme in {"http", "https"}:
            self._asked.append(request)
            self.pending.add(request)

    def _respond(self, response: Response) -> None:
        self.heard += 1
        self._statuses[response.request] = str(response.status)

    def _finish(self, request: Request) -> None:
        self.heard += 1
        self.pending.discard(request)

    def _fail(self, request: Request) -> None:
        self.heard += 1
        self.pending.discard(request)
        self._statuses.setdefault(request, "failed")
