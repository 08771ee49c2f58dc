"""What a page asks the server for."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request


@dataclass
class Traffic:
    """The requests of a page from a moment on, as paths with their queries.

    Attributes:
        documents: full page loads.
        data: requests for ``__data.json``.
        others: everything else except for the icon and the files of the build.
    """

    documents: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, page: Page) -> Traffic:
        """Listen from now on."""
        traffic = cls()
        page.on("request", traffic._note)
        return traffic

    def _note(self, request: Request) -> None:
        url = urlsplit(request.url)
        path = f"{url.path}?{url.query}" if url.query else url.path
        if request.resource_type == "document":
            self.documents.append(path)
        elif url.path.endswith("/__data.json"):
            self.data.append(path)
        elif not url.path.startswith(("/_app/", "/favicon")):
            self.others.append(path)
