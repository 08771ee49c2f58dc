"""The hosts that `lissome dev` answers for."""

from __future__ import annotations

from typing import Literal

import pytest

from lissome.dev.allowed_hosts import AllowedHosts, refusal


@pytest.mark.parametrize(
    ("configured", "host", "allowed"),
    [
        ([], "localhost", True),
        ([], "LOCALHOST:5173", True),
        ([], "a.b.localhost:1", True),
        ([], "127.0.0.1:5173", True),
        ([], "[fe80::1]:5173", True),
        ([], "file://", True),
        ([], "", False),
        ([], "evil.example", False),
        ([], "notlocalhost", False),
        ([], "localhost.evil.example", False),
        ([], "[evil.example]", False),
        (["dev.example"], "dev.example:80", True),
        (["dev.example"], "x.dev.example", False),
        ([".dev.example"], "x.dev.example", True),
        ([".dev.example"], "dev.example", True),
        ([".dev.example"], "notdev.example", False),
        (True, "evil.example", True),
    ],
)
def test_vites_rule(configured: list[str] | Literal[True], host: str, allowed: bool) -> None:
    assert AllowedHosts.of(configured).allows(host) is allowed


def test_a_refusal_says_what_to_write() -> None:
    assert 'server: { allowedHosts: ["my.example"] }' in refusal("My.example:5173")
