"""Canaries: values that occur nowhere else in the world, each known by who sent it, where, and with what."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

# Letters and digits only: neither HTML, nor JSON, nor URLs, nor cookies have to write them another way.
_TEXT: Final = re.compile(rb"zq[0-9a-f]{10}")
_NUMBER: Final = re.compile(rb"(?<!\d)7[0-9]{11}(?!\d)")
_UUID: Final = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

TEXT_LENGTH: Final = 12
"""Characters of a canary; a field that takes fewer gets none."""

NUMBER_MAX: Final = 799_999_999_999
"""A field that takes smaller numbers only gets none."""


@dataclass(frozen=True, slots=True)
class Canary:
    """One value.

    Attributes:
        user: who sent it.
        request: with which request: ``POST /users?/create``.
        spot: where in it: ``form field email``.
    """

    value: str
    user: str
    request: str
    spot: str


@dataclass(slots=True)
class CanaryRegistry:
    """All that were ever sent."""

    _known: dict[bytes, Canary] = field(default_factory=dict)
    _secrets: dict[bytes, Canary] = field(default_factory=dict)

    def add(self, secret: str, user: str, spot: str) -> None:
        """Take a text that the app itself gave to a user, such as a session's cookie, for a canary."""
        self._secrets[secret.encode()] = Canary(secret, user, "every request", spot)

    def text(self, user: str, request: str, spot: str) -> str:
        """``zq`` and ten hexadecimal digits."""
        return self._new(f"zq{secrets.token_hex(5)}", user, request, spot)

    def number(self, user: str, request: str, spot: str) -> str:
        """Twelve digits."""
        return self._new(f"7{secrets.randbelow(10**11):011}", user, request, spot)

    def uuid(self, user: str, request: str, spot: str) -> str:
        """A version 4 UUID."""
        digits = secrets.token_hex(15)
        value = f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-8{digits[15:18]}-{digits[18:30]}"
        return self._new(value, user, request, spot)

    def _new(self, value: str, user: str, request: str, spot: str) -> str:
        self._known[value.encode()] = Canary(value, user, request, spot)
        return value

    def find(self, data: bytes) -> Iterator[Canary]:
        """The canaries in what an app answered, each once, however they are capitalised."""
        lower = data.lower()
        values = {value for pattern in (_TEXT, _NUMBER, _UUID) for value in pattern.findall(lower)}
        for value in sorted(values & self._known.keys()):
            yield self._known[value]
        yield from (canary for secret, canary in self._secrets.items() if secret in data)

    def values(self) -> list[str]:
        """All of them."""
        return [canary.value for canary in (*self._known.values(), *self._secrets.values())]


@dataclass(frozen=True, slots=True)
class CanaryFactory:
    """Makes the canaries of one request of one user."""

    canaries: CanaryRegistry
    user: str
    request: str

    def text(self, spot: str) -> str:
        return self.canaries.text(self.user, self.request, spot)

    def number(self, spot: str) -> str:
        return self.canaries.number(self.user, self.request, spot)

    def uuid(self, spot: str) -> str:
        return self.canaries.uuid(self.user, self.request, spot)
