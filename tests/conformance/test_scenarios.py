"""What the comparison of transcripts must not overlook."""

from __future__ import annotations

from conformance.client.runner import judge
from conformance.client.scenario import Scenario
from conformance.client.tab import Tab
from conformance.client.traffic import plain


def _nothing(_tab: Tab) -> None:
    """No steps."""


PLAIN = Scenario("plain", "client", (21,), _nothing)
MARKED = Scenario("marked", "client", (21,), _nothing, deliberate="a reason")
SEEN = "> open /\naddress: /\nasked: page GET / 200"


def test_equal_transcripts_are_the_same() -> None:
    assert judge(PLAIN, SEEN, SEEN).verdict == "same"


def test_any_other_line_differs() -> None:
    for other in (SEEN.replace("200", "500"), f"{SEEN}\nsaid: error: no", "> open /\naddress: /", ""):
        outcome = judge(PLAIN, SEEN, other)
        assert outcome.verdict == "differ"
        assert outcome.text


def test_a_step_that_fails_on_both_servers_is_no_conformance() -> None:
    failed = f"{SEEN}\n! Locator.click: Timeout 5000ms exceeded."
    assert judge(PLAIN, failed, failed).verdict == "differ"


def test_a_mark_needs_a_difference() -> None:
    assert judge(MARKED, SEEN, f"{SEEN}\nsaid: log: more").verdict == "deliberate"
    assert judge(MARKED, SEEN, SEEN).verdict == "differ"


def test_only_addresses_and_hashes_are_made_equal() -> None:
    origin = "http://127.0.0.1:40123"
    assert (
        plain(f"{origin}/_app/immutable/assets/0.Ab3_-xYz.css", origin)
        == "/_app/immutable/assets/0.{hash}.css"
    )
    for kept in ("http://localhost:1/", "/a/__data.json?x-sveltekit-invalidated=01", "/plain.html"):
        assert plain(kept, origin) == kept
