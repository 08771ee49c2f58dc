"""What is to be seen of a page, and of an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lissome.server.page.branch import View
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import LoadFailure
from lissome.server.startup.nodes import Page


@dataclass(slots=True)
class Shown:
    """What is to be shown, before it is rendered.

    Attributes:
        view: the branch.
        data: of the nodes that were loaded; None shows an empty shell that the browser fills.
        form: what an action returned.
        error: App.Error of an error page.
        page: where a universal load's failure may find its error page; None on an error page.
        failure: the server load that failed. It is shown by the nearest error page, unless a universal load
            above it fails too.
    """

    view: View
    status: int = 200
    data: PageData | None = None
    form: Any = None
    error: dict[str, Any] | None = None
    page: Page | None = None
    failure: LoadFailure | None = None


class Unshowable(Exception):  # carries what is left to say
    """A load failed above all error pages of the app.

    Attributes:
        error: App.Error.
    """

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error)
        self.error = error
