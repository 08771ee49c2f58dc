"""The table of kind x failure: which answer each kind of request gets to each kind of failure."""

from __future__ import annotations

from typing import Any, cast

import pytest

from lissome.codec import EncodeError
from lissome.errors import FrameworkError, HttpError, Redirect, RenderError, RequestTimeout
from lissome.server.errors import AccessRefusal, FailureAnswer, RootErrorPageFailure, decide
from lissome.server.page.load_data import LoadFailure
from lissome.server.page.render_plan import NoErrorPage, PageFailure
from lissome.server.request.kind import RequestKind

REDIRECT = Redirect(303, "/login")
ERROR = HttpError(418, {"status": 418, "message": "no coffee"})
CRASH = ValueError("secret")
PAGE = cast("Any", None)  # `decide` does not look at the page
NO_ERROR_PAGE = NoErrorPage({"status": 500, "message": "Internal Error"})

A = FailureAnswer
KINDS = (RequestKind.PAGE, RequestKind.DATA, RequestKind.ACTION, RequestKind.ENDPOINT)

# What failed, in `resolve`: the answers for a page, for data, for an action as JSON, for an endpoint.
TABLE = {
    "redirect": (REDIRECT, (A.LOCATION, A.DATA_REDIRECT, A.ACTION_REDIRECT, A.LOCATION)),
    "redirect in a load": (
        LoadFailure(1, REDIRECT),
        (A.LOCATION, A.DATA_REDIRECT, A.ACTION_REDIRECT, A.LOCATION),
    ),
    "redirect of a page": (
        PageFailure(PAGE, 1, REDIRECT),
        (A.LOCATION, A.DATA_REDIRECT, A.ACTION_REDIRECT, A.LOCATION),
    ),
    "error": (ERROR, (A.ROOT_ERROR_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE)),
    "exception": (CRASH, (A.ROOT_ERROR_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE)),
    "no route": (
        FrameworkError(404, "Not Found", "x"),
        (A.ROOT_ERROR_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE),
    ),
    "render": (RenderError("x"), (A.ROOT_ERROR_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE)),
    "load of a page": (
        PageFailure(PAGE, 1, CRASH),
        (A.ERROR_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE),
    ),
    "load that fails the whole answer": (
        LoadFailure(1, EncodeError("x", (), "")),
        (A.ROOT_ERROR_PAGE, A.DATA_ERROR, A.ACTION_ERROR, A.STATIC_PAGE),
    ),
    "root layout": (NO_ERROR_PAGE, (A.STATIC_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE)),
    "root error page": (
        RootErrorPageFailure(CRASH),
        (A.STATIC_PAGE, A.JSON, A.ACTION_ERROR, A.STATIC_PAGE),
    ),
    "timeout": (RequestTimeout("GET /", 1, "timeout"), (A.STATIC_PAGE, A.JSON, A.STATIC_PAGE, A.STATIC_PAGE)),
    "access guard": (AccessRefusal(ERROR), (A.STATIC_PAGE, A.JSON, A.STATIC_PAGE, A.STATIC_PAGE)),
}


@pytest.mark.parametrize(
    ("kind", "failure", "answer"),
    [
        pytest.param(kind, failure, answer, id=f"{name}-{kind.name.lower()}")
        for name, (failure, answers) in TABLE.items()
        for kind, answer in zip(KINDS, answers, strict=True)
    ],
)
def test_in_resolve(kind: RequestKind, failure: BaseException, answer: FailureAnswer) -> None:
    assert decide(kind, failure) is answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("failure", [ERROR, CRASH, RequestTimeout("GET /", 1, "timeout")], ids=str)
def test_in_a_hook_nothing_is_known_of_pages(kind: RequestKind, failure: BaseException) -> None:
    html = A.JSON if kind is RequestKind.DATA else A.STATIC_PAGE
    assert decide(kind, failure, in_hook=True) is html
    assert decide(kind, failure, in_hook=True, accepts_json=True) is A.JSON


@pytest.mark.parametrize("kind", KINDS)
def test_a_hook_redirects_as_a_load_does(kind: RequestKind) -> None:
    assert decide(kind, REDIRECT, in_hook=True) is decide(kind, REDIRECT)


@pytest.mark.parametrize("failure", [ERROR, CRASH])
def test_a_client_of_an_endpoint_that_prefers_json_gets_it(failure: BaseException) -> None:
    assert decide(RequestKind.ENDPOINT, failure, accepts_json=True) is A.JSON
    assert decide(RequestKind.PAGE, failure, accepts_json=True) is A.ROOT_ERROR_PAGE
