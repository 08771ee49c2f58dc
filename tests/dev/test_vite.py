"""Vite's process."""

from __future__ import annotations

from lissome.dev.vite import free_port


def test_vites_port_is_none_of_outgoing_connections() -> None:
    ports = {free_port() for _ in range(50)}
    assert len(ports) > 25
    assert max(ports) < 32_768
