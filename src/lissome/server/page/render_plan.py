"""The plan of a render: the outcome of a page's action and loads."""

from __future__ import annotations

from typing import Any, NamedTuple

from lissome.server.page.branch import Branch
from lissome.server.page.data_serializer import PageData
from lissome.server.page.load_data import LoadFailure
from lissome.server.startup.routes import PageRoute


class RenderPlan(NamedTuple):
    """A branch and what it is rendered with. Nothing changes it: a render may return another plan.

    Attributes:
        branch: the layouts and the page.
        status: of the response.
        data: of the nodes that were loaded; None renders an empty shell that the browser fills.
        form: the result of an action.
        error: App.Error of an error page.
        page: the page whose error pages show a failure of a universal load; None on an error page.
        failure: the server load that failed. The nearest error page shows it, unless a universal load above
            it fails too.
    """

    branch: Branch
    status: int = 200
    data: PageData | None = None
    form: Any = None
    error: dict[str, Any] | None = None
    page: PageRoute | None = None
    failure: LoadFailure | None = None


class PageFailure(Exception):
    """Something at a position of a page's branch failed; the nearest error page shows it.

    Attributes:
        page: the page.
        position: in its branch.
        cause: the exception.
        data: of the nodes above, if they were loaded.
    """

    def __init__(
        self, page: PageRoute, position: int, cause: BaseException, data: PageData | None = None
    ) -> None:
        super().__init__(position)
        self.page = page
        self.position = position
        self.cause = cause
        self.data = data


class NoErrorPage(Exception):
    """No error page of the app can show a failure; src/error.html does.

    Attributes:
        error: App.Error.
    """

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error)
        self.error = error
