"""The document around a page: template, links, scripts."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.server.page.document import Template
from lissome.server.page.serialize_data import fetched_script

if TYPE_CHECKING:
    from support.kit import Kit

unicode = st.text(st.characters(codec="utf-8"), max_size=20)


def test_template_is_cut_at_its_placeholders() -> None:
    template = Template.parse(
        "<a>%sveltekit.head%<b>%sveltekit.body%<c %sveltekit.assets%><d %sveltekit.assets%>", "v"
    )
    values = {"head": b"HEAD", "body": b"BODY", "assets": b"."}
    assert template.fill(values) == b"<a>HEAD<b>BODY<c .><d .>"


def test_head_and_body_count_once() -> None:
    template = Template.parse("%sveltekit.head%%sveltekit.body%%sveltekit.head%", "v")
    assert template.fill({"head": b"H", "body": b"B"}) == b"HB%sveltekit.head%"


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    """A user's text that looks like a placeholder stays what it is."""
    template = Template.parse("%sveltekit.head%%sveltekit.body%%sveltekit.nonce%", "v")
    values = {"head": b"", "body": b"%sveltekit.nonce% $& \\1", "nonce": b"N"}
    assert template.fill(values) == b"%sveltekit.nonce% $& \\1N"


def test_version_and_environment() -> None:
    template = Template.parse(
        "%sveltekit.head%%sveltekit.body%%sveltekit.version%%sveltekit.env.PUBLIC_X%", 'a"<b'
    )
    assert template.fill({"head": b"", "body": b""}) == b'a"&lt;b'


@pytest.mark.parametrize("missing", ["head", "body"])
def test_a_template_needs_head_and_body(missing: str) -> None:
    source = "%sveltekit.head%%sveltekit.body%".replace(f"%sveltekit.{missing}%", "")
    with pytest.raises(ValueError, match=f"src/app.html has no %sveltekit.{missing}%; put it where"):
        Template.parse(source, "v")


@given(
    url=st.sampled_from(["/api", '/api?a="b"&c=<d>', "https://other.example/é"]),
    request_headers=st.none()
    | st.dictionaries(st.sampled_from(["x-a", "accept", "x-b"]), st.sampled_from(["1", "a, b"])),
    request_body=st.none() | st.just("") | unicode,
    headers=st.fixed_dictionaries(
        {},
        optional={
            "cache-control": st.sampled_from(["max-age=60", "public, s-maxage=9, max-age=60", "no-store"]),
            "age": st.sampled_from(["12", "0", "120"]),
            "vary": st.sampled_from(["*", " * ", "accept"]),
            "x-a": st.sampled_from(["1", "<"]),
            "content-type": st.just("text/css"),
        },
    ),
    body=st.sampled_from(["", "</script><!-- \u2028 é \u0000", '{"a": 1}']),
    method=st.sampled_from(["GET", "POST"]),
    is_b64=st.booleans(),
)
def test_fetched_responses_are_written_as_kit_does(
    kit: Kit,
    url: str,
    request_headers: dict[str, str] | None,
    request_body: str | None,
    headers: dict[str, str],
    body: str,
    method: str,
    is_b64: bool,
) -> None:
    fetched: dict[str, Any] = {
        "url": url,
        "status": 200,
        "status_text": "OK",
        "headers": list(headers.items()),
    }
    readable = {name: headers[name].strip() for name in sorted(headers) if name in ("x-a", "content-type")}
    key = kit.call("hash_request", request_headers, request_body)
    written = fetched_script(
        {
            **fetched,
            "hash": None if request_headers is None and not request_body else key,
            "body": body,
            "b64": is_b64,
        },
        readable,
        page_method=method,
    )
    of_kit = kit.call(
        "serialize_data",
        {
            **fetched,
            "request_headers": request_headers,
            "request_body": request_body,
            "response_body": body,
            "is_b64": is_b64,
            "method": method,
        },
        list(readable),
    )
    assert written == of_kit


@pytest.mark.parametrize("age", ["", "nonsense", "1.5", "٣"])
def test_an_age_that_is_no_number(age: str) -> None:
    """Another server sends it, so it must not break the page."""
    headers = [("cache-control", "max-age=60"), ("age", age)]
    sent = {"status": 200, "status_text": "", "headers": headers, "body": "", "b64": False}
    item = {"url": "/", "hash": None, **sent}
    assert 'data-ttl="60"' in fetched_script(item, {}, page_method="GET")


def test_a_fetched_response_cannot_end_its_script() -> None:
    item = {
        "url": '"><script>',
        "status": 200,
        "status_text": "",
        "headers": [],
        "body": "</script><!--",
        "b64": False,
        "hash": None,
    }
    script = fetched_script(item, {}, page_method="GET")
    tag = re.fullmatch(r"<script [^>]*data-url=\"&quot;><script>\">(.*)</script>", script)
    assert tag is not None
    assert "<" not in tag[1]
    assert json.loads(tag[1])["body"] == "</script><!--"
