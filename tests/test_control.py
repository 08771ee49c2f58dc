"""error(), redirect() and fail()."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome import ActionFailure, HttpError, Redirect, error, fail, redirect
from support.kit import KitError

if TYPE_CHECKING:
    from support.kit import Kit

DANGEROUS = [
    "javascript:alert(1)",
    "JavaScript:x",
    "data:text/html,x",
    "vbscript:x",
    "java\tscript:x",
    " javascript:x",
]
EXTERNAL = [
    "https://evil.example",
    "HTTPS:/x",
    "//evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "mailto:a@b",
]
PATHS = ["/", "/a?b=c#d", "a", "../list?page=2", "?q", "#x", "", "/a:b", "./a:b", "/https://x", "/%0d%0a"]


@pytest.mark.parametrize("location", PATHS)
def test_a_path_is_fine(location: str) -> None:
    with pytest.raises(Redirect) as caught:
        redirect(303, location)
    assert (caught.value.status, caught.value.location) == (303, location)


@pytest.mark.parametrize("location", [*EXTERNAL, *DANGEROUS])
def test_leaving_the_site_needs_permission(location: str) -> None:
    with pytest.raises(ValueError, match=r"redirect"):
        redirect(303, location)


def test_the_message_says_how_to_allow_it() -> None:
    with pytest.raises(
        ValueError, match=r"leaves the site; if that is meant, write redirect\(…, external=True\)"
    ):
        redirect(303, "https://pay.example")


@pytest.mark.parametrize("location", ["https://pay.example/x", "//cdn.example", "mailto:a@b"])
def test_external_allows_it(location: str) -> None:
    with pytest.raises(Redirect):
        redirect(303, location, external=True)


@pytest.mark.parametrize("location", DANGEROUS)
def test_code_is_never_allowed(location: str) -> None:
    with pytest.raises(ValueError, match=r"would run code in the browser|not a valid header value"):
        redirect(303, location, external=True)


@pytest.mark.parametrize("location", ["/a\r\nSet-Cookie: x=1", "/é", "/\0", "/a ", "/a\n"])
def test_an_invalid_header_value_is_refused(location: str) -> None:
    with pytest.raises(ValueError, match="percent-encode its special characters"):
        redirect(303, location)


pieces = st.sampled_from(
    [
        "/",
        "\\",
        "a",
        ":",
        "//",
        "http:",
        "javascript:",
        "data:",
        "evil.example",
        ".",
        "?",
        "#",
        "\t",
        " ",
        "%",
    ]
)


@given(location=st.lists(pieces, max_size=5).map("".join), external=st.booleans())
def test_nothing_passes_that_kit_refuses(kit: Kit, location: str, external: bool) -> None:
    try:
        redirect(303, location, external=external)
    except Redirect:
        kit.call("redirect", location, external)  # raises what kit raises
    except ValueError:
        return  # lissome may be the stricter one: blanks and line ends are refused before kit would look


@pytest.mark.parametrize("status", [200, 299, 309, 400])
def test_redirect_statuses(status: int) -> None:
    with pytest.raises(
        ValueError, match=rf"redirect\({status}, …\): a redirect status is between 300 and 308"
    ):
        redirect(status, "/")


def test_error_has_status_message_and_more() -> None:
    with pytest.raises(HttpError, match="teapot") as caught:
        error(418, "teapot", code="T1")
    assert caught.value.status == 418
    assert caught.value.body == {"status": 418, "message": "teapot", "code": "T1"}


def test_error_without_a_message() -> None:
    with pytest.raises(HttpError) as caught:
        error(404)
    assert caught.value.body == {"status": 404, "message": "Error: 404"}


@pytest.mark.parametrize("status", [200, 399, 600])
def test_error_statuses(status: int) -> None:
    with pytest.raises(
        ValueError, match=rf"error\({status}, …\): an HTTP error status is between 400 and 599"
    ):
        error(status)
    with pytest.raises(ValueError, match=rf"fail\({status}, …\): a failure's status is between 400 and 599"):
        fail(status, {})


def test_fail_is_returned() -> None:
    failure = fail(422, {"name": "needed"})
    assert isinstance(failure, ActionFailure)
    assert (failure.status, failure.data) == (422, {"name": "needed"})


def test_kit_refuses_them_too(kit: Kit) -> None:
    for location in ("https://evil.example", "//evil.example", "javascript:x"):
        with pytest.raises(KitError):
            kit.call("redirect", location, False)
