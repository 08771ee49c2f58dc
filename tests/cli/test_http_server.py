"""The limits of a worker: connections, by that of open files; memory."""

from __future__ import annotations

import os
import resource
import signal
import socket
from pathlib import Path

import pytest

from lissome.cli import http_server
from lissome.cli.http_server import ReceivedSignals, max_connections, memory_of


@pytest.mark.parametrize(
    ("soft", "hard", "raised_to", "expected"),
    [
        (1024, 20_000, 20_000, 15_000),
        (1024, 1_048_576, 65_536, 49_152),
        (1024, resource.RLIM_INFINITY, 65_536, 49_152),
        (100_000, 1_048_576, 100_000, 75_000),
        (256, 256, 256, 192),
    ],
)
def test_as_many_as_files_allow(
    monkeypatch: pytest.MonkeyPatch, soft: int, hard: int, raised_to: int, expected: int
) -> None:
    limits: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (soft, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, limit: limits.append(limit))
    assert max_connections() == expected
    assert limits == [(raised_to, hard)]


def test_a_limit_that_cannot_be_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_kind: int, _limit: object) -> None:
        raise ValueError("not allowed to raise maximum limit")

    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (256, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    assert max_connections() == 192


def test_the_memory_of_a_process() -> None:
    assert 10 << 20 < memory_of(os.getpid()) < 10 << 30


@pytest.mark.parametrize("has_proc", [True, False])
def test_the_memory_of_a_process_that_has_ended(monkeypatch: pytest.MonkeyPatch, has_proc: bool) -> None:
    monkeypatch.setattr(Path, "exists", lambda _path: has_proc)
    assert memory_of(2**22 + 1) == 0  # there is no such process id


@pytest.mark.parametrize(
    ("had_terminal", "has_terminal", "stops"),
    [(False, False, False), (True, True, False), (True, False, True)],
)
def test_a_terminal_that_is_closed_ends_the_server(
    monkeypatch: pytest.MonkeyPatch, had_terminal: bool, has_terminal: bool, stops: bool
) -> None:
    """It is told by SIGHUP, which otherwise means a reload."""
    with socket.socket() as wakes:
        monkeypatch.setattr(http_server, "_has_terminal", lambda: had_terminal)
        received = ReceivedSignals(wakes)
        monkeypatch.setattr(http_server, "_has_terminal", lambda: has_terminal)
        received.note(signal.SIGHUP, None)
    assert (received.stops, received.reloads) == (stops, not stops)
