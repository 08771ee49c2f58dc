"""From a failure to the answer: one decision for every kind of request, and one function for each form.

`decide` is the table of kind x failure. Whatever fails raises; `respond` comes here with it. A failed load
arrives as a `PageFailure` of `page/render_page.py`, which says where in the branch; `page/error_page.py` then
renders the nearest `+error.svelte` above that.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final

from starlette.responses import Response

from lissome import codec
from lissome.errors import (
    FAILURES,
    ModuleImportError,
    Redirect,
    RequestTimeout,
    RouteRefused,
    delivered,
)
from lissome.server.app_error import to_app_error
from lissome.server.page.actions import action_location
from lissome.server.page.error_page import render_error_page, render_root_error_page
from lissome.server.page.load_data import LoadFailure
from lissome.server.page.render_plan import NoErrorPage, PageFailure
from lissome.server.request.context import RequestContext
from lissome.server.request.input_error import InputError
from lissome.server.request.kind import RequestKind, accepts_json
from lissome.server.responses import (
    action_redirect,
    bare_json,
    data_headers,
    data_redirect,
    redirect_response,
    static_error_page,
)


class FailureAnswer(Enum):
    """The forms of an answer to a failure."""

    LOCATION = auto()  # a redirect for a browser
    DATA_REDIRECT = auto()  # one for kit's client, which asked for data
    ACTION_REDIRECT = auto()  # one for kit's client, which posted a form
    ERROR_PAGE = auto()  # the `+error.svelte` nearest to what failed
    ROOT_ERROR_PAGE = auto()  # the one in src/routes
    STATIC_PAGE = auto()  # src/error.html
    JSON = auto()  # App.Error
    DATA_ERROR = auto()  # App.Error in place of the page's data
    ACTION_ERROR = auto()  # App.Error as the result of a form action


_PAGES: Final = frozenset(
    {FailureAnswer.ERROR_PAGE, FailureAnswer.ROOT_ERROR_PAGE, FailureAnswer.STATIC_PAGE}
)


class AccessRefusal(Exception):
    """An access guard refused a request that no error page of the app may answer.

    Attributes:
        cause: what the guard raised.
    """

    def __init__(self, cause: BaseException) -> None:
        super().__init__(cause)
        self.cause = cause


class RootErrorPageFailure(Exception):
    """The root error page could not be rendered.

    Attributes:
        cause: the reason.
    """

    def __init__(self, cause: BaseException) -> None:
        super().__init__(cause)
        self.cause = cause


def decide(
    kind: RequestKind, failure: BaseException, *, in_hook: bool = False, accepts_json: bool = False
) -> FailureAnswer:
    """Return the form of the answer to a failure.

    Args:
        in_hook: it was raised outside of `resolve`, where nothing is known of pages.
        accepts_json: the client prefers JSON to HTML.
    """
    if isinstance(cause_of(failure), Redirect):
        return _redirect_answer(kind)
    is_refusal = isinstance(failure, AccessRefusal) or isinstance(cause_of(failure), RouteRefused)
    if in_hook or is_refusal or isinstance(failure, RequestTimeout):
        return FailureAnswer.JSON if kind is RequestKind.DATA or accepts_json else FailureAnswer.STATIC_PAGE
    match kind:
        case RequestKind.DATA:
            return FailureAnswer.DATA_ERROR if isinstance(failure, LoadFailure) else FailureAnswer.JSON
        case RequestKind.ACTION:
            return FailureAnswer.ACTION_ERROR
        case RequestKind.ENDPOINT:
            return FailureAnswer.JSON if accepts_json else FailureAnswer.STATIC_PAGE
        case RequestKind.PAGE:
            return _page_answer(failure)


def _redirect_answer(kind: RequestKind) -> FailureAnswer:
    match kind:
        case RequestKind.DATA:
            return FailureAnswer.DATA_REDIRECT
        case RequestKind.ACTION:
            return FailureAnswer.ACTION_REDIRECT
        case RequestKind.PAGE | RequestKind.ENDPOINT:
            return FailureAnswer.LOCATION


def _page_answer(failure: BaseException) -> FailureAnswer:
    if isinstance(failure, PageFailure):
        return FailureAnswer.ERROR_PAGE
    if isinstance(failure, (NoErrorPage, RootErrorPageFailure)):
        return FailureAnswer.STATIC_PAGE
    return FailureAnswer.ROOT_ERROR_PAGE


def cause_of(failure: BaseException) -> BaseException:
    """Return the exception that a failure carries, or the failure itself."""
    if isinstance(failure, (LoadFailure, PageFailure, AccessRefusal, RootErrorPageFailure)):
        return delivered(failure.cause)
    return failure


async def answer_failure(
    context: RequestContext, failure: BaseException, *, in_hook: bool = False
) -> Response:
    """Answer a request that failed."""
    failure, request = delivered(failure), context.request
    cause = cause_of(failure)
    wants_json = isinstance(cause, InputError) or accepts_json(request)  # who sends JSON reads it
    answer = decide(context.kind, failure, in_hook=in_hook, accepts_json=wants_json)
    if isinstance(cause, Redirect):
        return _redirect(context, cause, answer)
    explain = context.runtime.explain
    if explain is not None and isinstance(cause, ModuleImportError) and answer in _PAGES:
        return explain(cause)
    if isinstance(failure, PageFailure) and answer is FailureAnswer.ERROR_PAGE:
        return await _with_error_page(context, failure)
    error = failure.error if isinstance(failure, NoErrorPage) else await to_app_error(context, cause)
    if answer is FailureAnswer.ROOT_ERROR_PAGE and not request.headers.get(b"x-sveltekit-error"):
        return await _with_root_error_page(context, error)
    response = _without_page(context, error, answer)
    if isinstance(cause, RouteRefused):
        response.headers["retry-after"] = str(cause.seconds)
    return response


def _redirect(context: RequestContext, to: Redirect, answer: FailureAnswer) -> Response:
    if answer is FailureAnswer.DATA_REDIRECT:
        return data_redirect(context.runtime.version_header, to)
    if answer is FailureAnswer.ACTION_REDIRECT:
        return action_redirect(context.runtime.version_header, to)
    return redirect_response(to.status, to.location)


async def _with_error_page(context: RequestContext, failure: PageFailure) -> Response:
    try:
        return await render_error_page(context, failure)
    except FAILURES as again:  # the error page failed: the next one outside shows that
        return await answer_failure(context, again)


async def _with_root_error_page(context: RequestContext, error: dict[str, Any]) -> Response:
    try:
        return await render_root_error_page(context, error)
    except FAILURES as again:  # src/error.html shows no details
        return await answer_failure(context, RootErrorPageFailure(cause_of(again)))


def _without_page(context: RequestContext, error: dict[str, Any], answer: FailureAnswer) -> Response:
    status: int = error["status"]
    version = context.runtime.version_header
    match answer:
        case FailureAnswer.JSON:
            return bare_json(codec.jsonable(error), status)
        case FailureAnswer.DATA_ERROR:
            return bare_json(codec.jsonable(error), status, data_headers(version))
        case FailureAnswer.ACTION_ERROR:
            location = action_location(context.url)
            result = {"type": "error", "location": location, "error": codec.jsonable(error)}
            return bare_json(result, status, version)
        case _:
            return static_error_page(context.runtime.manifest, status, error["message"])
