"""Content Security Policies, compared with SvelteKit's."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.manifest import CspConfig
from lissome.server.page.csp import Csp, CspRules

if TYPE_CHECKING:
    from support.kit import Kit

KEYS = ["default-src", "script-src", "script-src-elem", "style-src", "style-src-attr", "style-src-elem"]
EMPTY = "sha256-9OlNO0DNEeaVzHL4RZwCLsBHA8WBQ8toBp/4F5XV2nc="
SOURCES = ["self", "unsafe-inline", "strict-dynamic", "none", "https://cdn.example", "nonce-abc", EMPTY]

sources = st.lists(st.sampled_from(SOURCES), max_size=3, unique=True)
directives: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from([*KEYS, "img-src"]), sources, max_size=5
)
modes: st.SearchStrategy[Literal["auto", "hash", "nonce"]] = st.sampled_from(["auto", "hash", "nonce"])
# what stands in the document; the empty comment is what Svelte puts into style elements
scripts = st.lists(st.sampled_from(["a()", "b('é')"]), max_size=2)
styles = st.lists(st.sampled_from(["p { color: red }", "/* empty */"]), max_size=2)


@given(
    mode=modes,
    enforced=directives,
    report=directives,
    scripts=scripts,
    styles=styles,
    prerender=st.booleans(),
)
def test_as_kit(
    kit: Kit,
    mode: Literal["auto", "hash", "nonce"],
    enforced: dict[str, Any],
    report: dict[str, Any],
    scripts: list[str],
    styles: list[str],
    prerender: bool,
) -> None:
    if report:
        report = {**report, "report-uri": ["/csp"]}
    enforced = (
        {**enforced, "upgrade-insecure-requests": True, "frame-ancestors": ["none"]} if enforced else {}
    )
    expected = kit.call(
        "csp", {"mode": mode, "directives": enforced, "report_only": report}, scripts, styles, prerender
    )
    rules = CspRules.of(CspConfig(mode, enforced, report))
    if rules is None:
        assert expected["headers"] == ["", ""]
        return
    csp = Csp.begin(rules, prerender=prerender)
    for script in scripts:
        csp.add_script(script.encode())
    for style in styles:
        csp.add_style(style.encode())
    nonce = csp.nonce or "no nonce"
    headers = {name.decode(): value.decode().replace(nonce, "NONCE") for name, value in csp.headers()}
    names = ["content-security-policy", "content-security-policy-report-only"]
    assert [headers.get(name, "") for name in names] == expected["headers"]
    assert bool(csp.script_attribute) == expected["script_nonce"]
    assert bool(csp.style_attribute) == expected["style_nonce"]
    meta = csp.rules.enforced.header(csp.scripts, csp.styles, meta=True)
    assert meta.replace(nonce, "NONCE") == expected["meta"]


def test_every_response_has_a_nonce_of_its_own() -> None:
    rules = CspRules.of(CspConfig("auto", {"script-src": ["self"]}))
    assert rules is not None
    nonces = {Csp.begin(rules).nonce for _ in range(20)}
    assert len(nonces) == 20
    assert all(len(base64.b64decode(nonce)) == 16 for nonce in nonces)


def test_attributes_stand_only_where_needed() -> None:
    rules = CspRules.of(CspConfig("nonce", {"script-src": ["self"], "style-src": ["unsafe-inline"]}))
    assert rules is not None
    csp = Csp.begin(rules)
    assert csp.script_attribute == f' nonce="{csp.nonce}"'
    assert csp.style_attribute == ""


def test_a_report_needs_a_place_to_go() -> None:
    with pytest.raises(ValueError, match=r"csp\.reportOnly needs report-uri or report-to"):
        CspRules.of(CspConfig("auto", {}, {"script-src": ["self"]}))


def test_no_directives_no_policy() -> None:
    assert CspRules.of(CspConfig()) is None
