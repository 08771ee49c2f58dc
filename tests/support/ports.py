"""Free ports, so that tests share none with a running demo, nor with each other's connections."""

from __future__ import annotations

import secrets
import socket
from pathlib import Path

# Where the kernel looks for the port of an outgoing connection. What is free there now may belong to a
# connection by the time that a server binds it.
_OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
_FIRST, _LAST = 11_000, 65_535  # above all ports that browsers refuse to speak to


def free_port() -> int:
    """A TCP port of 127.0.0.1 that is free, and that no outgoing connection gets."""
    candidates = _candidates()
    for _ in range(1000):
        port = secrets.choice(candidates)  # `random` may have been seeded, by a test or by hypothesis
        if _is_free(port):
            return port
    raise AssertionError(f"no free port in {candidates}")


def _candidates() -> range:
    first, last = map(int, _OUTGOING.read_text().split()) if _OUTGOING.exists() else (32_768, 60_999)
    below, above = range(_FIRST, first), range(last + 1, _LAST)
    widest = max(below, above, key=len)
    return widest if len(widest) > 1000 else range(_FIRST, _LAST)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
