"""Who may send a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.server.http.csrf import is_forbidden, is_form_content_type

if TYPE_CHECKING:
    from support.kit import Kit

OWN, FOREIGN, TRUSTED = "https://self.example", "https://evil.example", "https://pay.example"
FORM = "application/x-www-form-urlencoded"


@given(
    method=st.sampled_from(["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "QUERY"]),
    content_type=st.sampled_from(
        [
            *(None, FORM, f"{FORM}; charset=utf-8", "Multipart/Form-Data; boundary=x", "text/plain"),
            *(
                "application/json",
                "application/x-sveltekit-formdata",
                "text/html",
                "text/plainer",
                ";",
                " text/plain ",
            ),
        ]
    ),
    origin=st.sampled_from([None, OWN, FOREIGN, TRUSTED, "null", OWN.upper(), OWN + "/"]),
    trusted=st.sampled_from([[], [TRUSTED], [TRUSTED, FOREIGN]]),
)
def test_as_kit(
    kit: Kit, method: str, content_type: str | None, origin: str | None, trusted: list[str]
) -> None:
    facts = {"method": method, "content_type": content_type, "self_origin": OWN, "trusted_origins": trusted}
    fields = {b"content-type": content_type, b"origin": origin}
    headers = {name: value.encode() for name, value in fields.items() if value is not None}
    expected = kit.call("is_csrf_forbidden", {**facts, "origin": origin})
    assert is_forbidden(method, headers, own_origin=OWN, trusted_origins=trusted) == expected


@pytest.mark.parametrize("origin", [None, FOREIGN, "null"])
def test_a_star_trusts_everybody(origin: str | None) -> None:
    headers = {b"content-type": FORM.encode(), **({} if origin is None else {b"origin": origin.encode()})}
    assert not is_forbidden("POST", headers, own_origin=OWN, trusted_origins=["*"])


@pytest.mark.parametrize(
    ("content_type", "is_form"),
    [(None, False), ("", False), (FORM, True), ("TEXT/PLAIN;x", True), ("text/css", False)],
)
def test_is_form_content_type(content_type: str | None, is_form: bool) -> None:
    assert is_form_content_type(content_type) is is_form
