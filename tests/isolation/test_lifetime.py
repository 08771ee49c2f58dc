"""Lifetimes that lead to others; the monitor of slow requests: which get a watchdog, when a burst is over."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.isolation import lifetime as module
from lissome.isolation.lifetime import RequestLifetime, SlowRequestMonitor
from lissome.isolation.timeouts import Timeouts
from support.waiting import become


class Labelled:
    """What a lifetime asks of its request."""

    label = "GET /"


class Request:
    """A request that counts its watchdogs."""

    def __init__(self) -> None:
        self.watched = 0

    def start_watchdog(self) -> None:
        self.watched += 1


async def test_the_monitor_leaves_quick_requests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROUND", 0.02)
    monitor = SlowRequestMonitor(lambda: None)
    quick, slow = Request(), Request()
    monitor.add(quick)
    monitor.add(slow)
    monitor.discard(quick)
    assert await become(lambda: slow.watched)
    monitor.discard(slow)
    assert await become(lambda: monitor._timer is None)  # nobody is under way: it rests
    assert (quick.watched, slow.watched) == (0, 1)
    monitor.add(Request())
    monitor.stop()


def burst(monkeypatch: pytest.MonkeyPatch, drops: list[bool]) -> tuple[SlowRequestMonitor, list[Request]]:
    """Ten slow requests, which are a burst here. Rounds come when the test calls for them."""
    monkeypatch.setattr(module, "ROUND", 3600)
    monkeypatch.setattr(module, "BURST_THRESHOLD", 10)
    monitor = SlowRequestMonitor(lambda: drops.append(True))
    requests = [Request() for _ in range(10)]
    for request in requests:
        monitor.add(request)
    monitor._round()
    monitor._round()
    assert all(request.watched for request in requests)
    return monitor, requests


async def test_a_burst_is_over_when_few_are_left_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    for request in requests[:7]:
        monitor.discard(request)
    for _ in range(100):
        monitor._round()
    assert not drops  # three of ten are still there
    monitor.discard(requests[7])
    for _ in range(module._CALM_ROUNDS - 1):
        monitor._round()
    assert not drops
    assert monitor._timer is not None
    monitor._round()
    assert drops == [True]
    assert monitor._timer is None


async def test_a_burst_that_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    for request in requests:
        monitor.discard(request)
    monitor._round()
    for request in requests:
        monitor.add(request)
    for _ in range(module._CALM_ROUNDS):
        monitor._round()
    assert not drops
    monitor.stop()


async def test_few_are_not_a_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    drops: list[bool] = []
    monitor, requests = burst(monkeypatch, drops)
    monkeypatch.setattr(module, "BURST_THRESHOLD", 11)
    for request in requests:
        monitor.discard(request)
    for _ in range(module._CALM_ROUNDS + 1):
        monitor._round()
    assert not drops
    monitor.stop()


async def test_the_requests_of_one_client_share_their_turn() -> None:
    async def receive() -> Any:
        raise AssertionError

    first, other = (RequestLifetime(Labelled(), receive, Timeouts(30.0, 20.0)) for _ in range(2))
    inner, innermost = (RequestLifetime(Labelled(), receive, Timeouts(30.0, 20.0)) for _ in range(2))
    innermost.outer, inner.outer = inner, first
    beside = RequestLifetime(Labelled(), receive, Timeouts(30.0, 20.0), outer=other)
    assert innermost.turn is inner.turn is not None
    assert beside.turn is not inner.turn
    assert first.turn is None, "a client's own request waits for none that it has led to"
