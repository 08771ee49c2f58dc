"""The hosts that `lissome dev` answers for: Vite's rule, against DNS rebinding.

Any website can have its own name lead to this machine, and its scripts could then read all answers.
Source of the rule: https://vite.dev/config/server-options#server-allowedhosts
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final, Literal

_LOCAL: Final = "localhost"
# What comes from a file or a browser's extension has no host that a website could take.
_NO_WEBSITE: Final = re.compile(r"(file|.+-extension):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """The hosts of requests.

    Attributes:
        names: hosts; with a dot in front all of a domain.
        every: True if the app's configuration allows all.
    """

    names: tuple[str, ...] = ()
    every: bool = False

    @classmethod
    def of(cls, configured: list[str] | Literal[True]) -> AllowedHosts:
        """Return the hosts that Vite answers for.

        Args:
            configured: Vite's ``server.allowedHosts``, once it has added its own; True allows all.
        """
        names = configured if isinstance(configured, list) else []
        return cls(tuple(names), every=configured is True)

    def allows(self, host: str) -> bool:
        """True if requests with this Host header are answered."""
        if self.every or _NO_WEBSITE.match(host):
            return True
        name = host_name(host)
        if _is_address(name) or name == _LOCAL or name.endswith(f".{_LOCAL}"):
            return True
        return any(
            name == one or (one.startswith(".") and (name == one[1:] or name.endswith(one)))
            for one in self.names
        )


def refusal(host: str) -> str:
    """Return what is said to a request for a host that is not allowed."""
    name = host_name(host)
    return (
        f'Blocked request. The host "{name}" is not allowed. If it is yours, write in vite.config.js: '
        f'server: {{ allowedHosts: ["{name}"] }}'
    )


def host_name(host: str) -> str:
    """Return a Host header without its port; of an IPv6 address without its brackets."""
    host = host.strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
