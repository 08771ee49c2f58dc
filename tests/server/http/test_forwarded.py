"""Whom the server believes about who asks."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lissome.server.http.forwarded import Forwarded, TrustedProxies
from lissome.settings import Settings

PROXY, EDGE, CLIENT, EVIL = "10.0.0.1", "192.0.2.10", "198.51.100.7", "6.6.6.6"
TRUSTED = TrustedProxies((ip_network("10.0.0.0/8"), ip_network("192.0.2.10"), ip_network("fd00::/8")))
RFC = TrustedProxies(TRUSTED.networks, headers="forwarded")


def headers(**named: str | list[str]) -> list[tuple[bytes, bytes]]:
    return [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, values in named.items()
        for value in ([values] if isinstance(values, str) else values)
    ]


def x(**named: str | list[str]) -> list[tuple[bytes, bytes]]:
    """X-Forwarded-For, -Proto, -Host by their last part."""
    return headers(**{f"x_forwarded_{name.rstrip('_')}": value for name, value in named.items()})


ALL = x(for_=CLIENT, proto="https", host="shop.example")


# -- who is believed --------------------------------------------------------------------------------------


def test_nobody_by_default() -> None:
    proxies = TrustedProxies.of(Settings())
    assert not proxies
    assert proxies.read(PROXY, ALL) == Forwarded(PROXY)


def test_a_stranger_is_not_believed() -> None:
    assert TRUSTED.read(EVIL, ALL) == Forwarded(EVIL)
    assert RFC.read(EVIL, headers(forwarded=f"for={CLIENT};proto=https;host=x")) == Forwarded(EVIL)


def test_one_proxy() -> None:
    assert TRUSTED.read(PROXY, ALL) == Forwarded(CLIENT, "https", "shop.example")


def test_a_proxy_that_says_nothing() -> None:
    assert TRUSTED.read(PROXY, []) == Forwarded(PROXY)


def test_only_the_family_of_headers_that_the_proxies_write() -> None:
    both = [*ALL, *headers(forwarded=f"for={EVIL};host=evil.example;proto=http")]
    assert TRUSTED.read(PROXY, both) == Forwarded(CLIENT, "https", "shop.example")
    assert RFC.read(PROXY, both) == Forwarded(EVIL, "http", "evil.example")


def test_the_unix_socket() -> None:
    assert TRUSTED.read("", ALL) == Forwarded("")
    assert TrustedProxies(unix=True).read("", ALL) == Forwarded(CLIENT, "https", "shop.example")
    assert TrustedProxies.of(Settings.model_validate({"trusted_proxies": ["unix"]}))


@pytest.mark.parametrize(
    ("peer", "trusted"),
    [
        ("::ffff:10.0.0.1", True),
        ("fd00::1", True),
        ("fe80::1%eth0", False),
        ("11.0.0.1", False),
        ("10.0.0.1:80", False),
        ("010.0.0.1", False),
        ("localhost", False),
        ("testclient", False),
        ("10.0.0.1 ", False),
    ],
)
def test_addresses_of_peers(peer: str, trusted: bool) -> None:
    assert TRUSTED.trusts(peer) is trusted


# -- the right-most address that is not ours --------------------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        EVIL,
        f"{EVIL}, {EVIL}",
        "127.0.0.1",
        PROXY,
        "",
        ",,,",
        "unknown",
        "\x00\xff",
        "a" * 5000,
        '"',
        f'"{EVIL}',
    ],
)
def test_what_the_client_sends_is_left_of_what_the_proxy_adds(forged: str) -> None:
    assert TRUSTED.read(PROXY, x(for_=f"{forged}, {CLIENT}")).client == CLIENT
    assert TRUSTED.read(PROXY, x(for_=[forged, CLIENT])).client == CLIENT
    assert TRUSTED.read(PROXY, x(for_=f"{forged}, {CLIENT}, {EDGE}")).client == CLIENT


def test_two_proxies() -> None:
    told = x(for_=f"{EVIL}, {CLIENT}, {EDGE}", proto="http, https, http", host="evil, shop.example, inner")
    assert TRUSTED.read(PROXY, told) == Forwarded(CLIENT, "https", "shop.example")


def test_a_proxy_that_replaces_scheme_and_host() -> None:
    told = x(for_=f"{CLIENT}, {EDGE}", proto="https", host="shop.example")
    assert TRUSTED.read(PROXY, told) == Forwarded(CLIENT, "https", "shop.example")


def test_forged_scheme_and_host_before_those_of_the_proxy() -> None:
    told = x(for_=f"{EVIL}, {CLIENT}", proto="https, http", host="evil.example, shop.example")
    assert TRUSTED.read(PROXY, told) == Forwarded(CLIENT, "http", "shop.example")


def test_all_of_them_are_ours() -> None:
    assert TRUSTED.read(PROXY, x(for_="10.0.0.7, 10.0.0.8", proto="https, http")) == Forwarded(
        "10.0.0.7", "https"
    )


def test_an_address_that_is_none_ends_the_search() -> None:
    assert TRUSTED.read(PROXY, x(for_=f"{EVIL}, unknown, {EDGE}")).client == EDGE
    assert TRUSTED.read(PROXY, x(for_="unknown")).client == PROXY


@pytest.mark.parametrize(
    ("entry", "client"),
    [
        ("198.51.100.7:1234", CLIENT),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8::0:1", "2001:db8::1"),
        ("::ffff:198.51.100.7", CLIENT),
        ("198.51.100.7:x", PROXY),
        ("198.51.100.256", PROXY),
        ("<script>", PROXY),
        ("198.51.100.7\t", CLIENT),
    ],
)
def test_ways_to_write_an_address(entry: str, client: str) -> None:
    assert TRUSTED.read(PROXY, x(for_=entry)).client == client


@pytest.mark.parametrize(
    ("proto", "scheme"),
    [("HTTPS", "https"), ("wss", "https"), ("http", "http"), ("ftp", None), ("javascript", None), ("", None)],
)
def test_schemes(proto: str, scheme: str | None) -> None:
    assert TRUSTED.read(PROXY, x(for_=CLIENT, proto=proto)).scheme == scheme


# -- RFC 7239 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forwarded", "seen"),
    [
        (f"for={CLIENT};proto=https;host=shop.example", Forwarded(CLIENT, "https", "shop.example")),
        (f'For="{CLIENT}:80" ; Proto = https', Forwarded(CLIENT)),  # no spaces around `=`
        (f'FOR="{CLIENT}:80";PROTO="https";by=_p', Forwarded(CLIENT, "https")),
        ('for="[2001:db8::1]:4711"', Forwarded("2001:db8::1")),
        (f"for={EVIL};host=evil, for={CLIENT};host=shop.example", Forwarded(CLIENT, None, "shop.example")),
        (
            f"for={EVIL}, for={CLIENT};proto=https;host=shop.example, for={EDGE};proto=http",
            Forwarded(CLIENT, "https", "shop.example"),
        ),
        ("for=unknown;proto=https", Forwarded(PROXY, "https")),
        ("for=_hidden;proto=https", Forwarded(PROXY, "https")),
        ("proto=https", Forwarded(PROXY, "https")),
        ('for=1.2.3.4;host="a,b;c=\\"d"', Forwarded("1.2.3.4", None, 'a,b;c="d')),
        ("", Forwarded(PROXY)),
        (",, ,", Forwarded(PROXY)),
        ("garbage", Forwarded(PROXY)),
    ],
)
def test_forwarded(forwarded: str, seen: Forwarded) -> None:
    assert RFC.read(PROXY, headers(forwarded=forwarded)) == seen


@pytest.mark.parametrize(
    "forged", ['for="6.6.6.6', 'for=6.6.6.6;host=evil;a="', 'a="\\', '"', "for=6.6.6.6;"]
)
@pytest.mark.parametrize("own", ["for=198.51.100.7", 'for="198.51.100.7"', 'for="198.51.100.7";host="shop"'])
def test_an_open_quote_swallows_nothing(forged: str, own: str) -> None:
    for told in (headers(forwarded=f"{forged}, {own}"), headers(forwarded=[forged, own])):
        seen = RFC.read(PROXY, told)
        assert seen.client in {CLIENT, PROXY}
        assert seen.host in {None, "shop"}


@given(forged=st.text(st.characters(max_codepoint=255), max_size=40))
def test_nothing_that_a_client_writes_makes_it_somebody_else(forged: str) -> None:
    text = forged.replace("\r", "").replace("\n", "")
    assert TRUSTED.read(PROXY, x(for_=f"{text},{CLIENT}")).client == CLIENT
    seen = RFC.read(PROXY, headers(forwarded=f'{text},for={CLIENT};host="shop"'))
    assert seen in {Forwarded(CLIENT, None, "shop"), Forwarded(PROXY)}


# -- the setting ------------------------------------------------------------------------------------------


def test_the_setting() -> None:
    settings = Settings.model_validate({"trusted_proxies": "127.0.0.1, 10.0.0.0/8,unix"})
    assert TrustedProxies.of(settings) == TrustedProxies(
        (ip_network("127.0.0.1"), ip_network("10.0.0.0/8")), unix=True
    )


@pytest.mark.parametrize("bad", [["proxy.internal"], ["10.0.0.1/8"], [5.5], "*", 7, {"a": 1}])
def test_a_bad_setting(bad: Any) -> None:
    with pytest.raises(ValueError, match="trusted_proxies"):
        Settings.model_validate({"trusted_proxies": bad})


# -- the port


@pytest.mark.parametrize(
    ("sent", "received", "host"),
    [
        (x(port="8443"), "shop.example", "shop.example:8443"),
        (x(port="8443", host="shop.example"), "10.0.0.1:3000", "shop.example:8443"),
        (x(port="8443", host="shop.example:444"), "x", "shop.example:444"),
        (x(port="8443"), "[::1]", "[::1]:8443"),
        (x(port="8443"), "[::1]:3000", "[::1]:3000"),
        (x(for_=[EVIL, CLIENT], port=["1", "8443"]), "shop.example", "shop.example:8443"),
        (x(for_=f"{CLIENT}, {EDGE}", port="444, 8443"), "shop.example", "shop.example:444"),
        *((x(port=port), "shop.example", "shop.example") for port in ("", "0", "65536", "-1", "8443 x")),
    ],
)
def test_the_port_of_a_host_that_has_none(sent: list[tuple[bytes, bytes]], received: str, host: str) -> None:
    assert TRUSTED.read(PROXY, sent).host_of(received) == host
    assert TRUSTED.read(EVIL, sent).host_of(received) == received
    assert RFC.read(PROXY, sent).host_of(received) == received
