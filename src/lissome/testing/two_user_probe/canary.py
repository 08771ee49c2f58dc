"""Canaries: values that occur nowhere else, each known by its user, its request and the input there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

# Letters and digits only, which HTML, JSON, URLs and cookies do not escape.
_TEXT: Final = re.compile(rb"zq[0-9a-f]{10}")
_NUMBER: Final = re.compile(rb"(?<!\d)7[0-9]{11}(?!\d)")
_UUID: Final = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")

TEXT_LENGTH: Final = 12
"""The length of a canary in characters; a field that takes fewer gets none."""

NUMBER_MAX: Final = 799_999_999_999
"""The greatest canary that is a number; a field that takes only smaller ones gets none."""


EVERY_REQUEST: Final = "every request"
"""The request of canaries that a user sends with all of them."""

USER_NAME: Final = "user's name"
"""The spot of a user's name."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A canary.

    Attributes:
        value: its text.
        user: the user who sent it.
        request: the request it was sent with: ``POST /users?/create``.
        spot: the input of the request: ``form field email``.
    """

    value: str
    user: str
    request: str
    spot: str

    @property
    def public_name(self) -> str:
        """The name by which it can be declared public: of the form field ``title`` that is ``title``."""
        return "user" if self.spot == USER_NAME else self.spot.rpartition(" ")[2]

    @property
    def route(self) -> str:
        """The id, without groups, of the route that it was sent to."""
        return self.request.partition(" ")[2].partition("?")[0].removesuffix("/__data.json") or "/"

    @property
    def is_of_user(self) -> bool:
        """True if it is the same in all requests of a user."""
        return self.request == EVERY_REQUEST


@dataclass(slots=True)
class CanaryRegistry:
    """The canaries of a probe: makes them, and finds them in answers."""

    _known: dict[bytes, Canary] = field(default_factory=dict)
    _secrets: dict[bytes, Canary] = field(default_factory=dict)
    _personal: dict[bytes, Canary] = field(default_factory=dict)
    _words: re.Pattern[bytes] | None = None

    def add(self, secret: str, user: str, spot: str) -> None:
        """Add a text that the app itself gave to a user, such as a session's cookie, as a canary."""
        self._secrets[secret.lower().encode()] = Canary(secret, user, EVERY_REQUEST, spot)

    def add_personal(self, value: str, user: str, spot: str) -> None:
        """Add a value that the app was given for one user alone: it counts in answers, as a whole word.

        The app's state may have it, as a table of users does.
        """
        self._personal[value.lower().encode()] = Canary(value, user, EVERY_REQUEST, spot)
        longest_first = sorted(map(re.escape, self._personal), key=len, reverse=True)
        self._words = re.compile(rb"(?<![0-9a-z_])(?:%b)(?![0-9a-z_])" % b"|".join(longest_first))

    def text(self, user: str, request: str, spot: str) -> str:
        """Return a new canary of ``zq`` and ten hexadecimal digits."""
        return self._new(f"zq{secrets.token_hex(5)}", user, request, spot)

    def number(self, user: str, request: str, spot: str) -> str:
        """Return a new canary of twelve digits."""
        return self._new(f"7{secrets.randbelow(10**11):011}", user, request, spot)

    def uuid(self, user: str, request: str, spot: str) -> str:
        """Return a new canary that is a version 4 UUID."""
        digits = secrets.token_hex(15)
        value = f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-8{digits[15:18]}-{digits[18:30]}"
        return self._new(value, user, request, spot)

    def _new(self, value: str, user: str, request: str, spot: str) -> str:
        self._known[value.encode()] = Canary(value, user, request, spot)
        return value

    def find(self, data: bytes) -> Iterator[Canary]:
        """Yield the canaries in a text, each once, in any case of letters."""
        lower = data.lower()
        values = {value for pattern in (_TEXT, _NUMBER, _UUID) for value in pattern.findall(lower)}
        for value in sorted(values & self._known.keys()):
            yield self._known[value]
        yield from (canary for secret, canary in self._secrets.items() if secret in lower)

    def find_in_answer(self, data: bytes) -> Iterator[Canary]:
        """Yield the canaries in an answer, and the personal values."""
        yield from self.find(data)
        if self._words is not None:
            for value in sorted(set(self._words.findall(data.lower()))):
                yield self._personal[value]

    def find_texts(self, text: str) -> list[str]:
        """Return the texts of the canaries in a text."""
        return [canary.value for canary in self.find(text.encode("utf-8", "surrogatepass"))]


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
