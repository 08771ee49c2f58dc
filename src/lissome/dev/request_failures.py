"""The failures of requests since the last edit, for the browsers whose requests they were.

All open browsers hear that a request for a path has failed. A page that has asked for this path asks for the
report (vite/dev/failures.js). So neither a request of curl nor one of another tab covers a page.
"""

from __future__ import annotations

import ipaddress
import linecache
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from lissome.dev.allowed_hosts import host_name
from lissome.dev.failure_report import FailureReport
from lissome.routing.paths import DATA_SUFFIXES, strip_data_suffix
from lissome.server.responses import bare_json

if TYPE_CHECKING:
    from starlette.responses import Response

    from lissome.dev.proxy import Scope
    from lissome.server.request.incoming import IncomingRequest

_ADDRESS: Final = "/__lissome/failures"
# A page of another origin cannot send it: its browser would ask first, and gets no permission.
_HEADER: Final = b"x-lissome-dev"
_MOST: Final = 20
_HEADERS: Final = MappingProxyType({"cache-control": "no-store", "x-content-type-options": "nosniff"})


@dataclass(frozen=True, slots=True)
class _Failure:
    """A failed request of a client.

    Attributes:
        path: of its URL, decoded.
    """

    id: str
    path: str
    report: FailureReport

    def notice(self) -> dict[str, Any]:
        """Return what all browsers may know: the path of the request, and of the page if it was for data."""
        is_data = self.path.endswith(DATA_SUFFIXES)
        page = strip_data_suffix(self.path) or "/" if is_data else None
        return {"id": self.id, "path": self.path, "page": page}


class RequestFailures:
    """The latest failures.

    Args:
        root: the app's folder.
        tell: sends a message to all open browsers, soon.
    """

    def __init__(self, root: Path, tell: Callable[[dict[str, Any]], None]) -> None:
        self._root = root
        self._tell = tell
        self._failures: deque[_Failure] = deque(maxlen=_MOST)

    def add(self, request: IncomingRequest, failure: BaseException) -> None:
        """Describe a failure now, while its frames are there, and tell of it."""
        linecache.checkcache()
        report = FailureReport.of(failure, self._root, request.label)
        one = _Failure(secrets.token_urlsafe(16), unquote(request.of_client.url.pathname), report)
        self._failures.append(one)
        self._tell({"type": "custom", "event": "lissome:failure", "data": one.notice()})

    def forget(self, path: str) -> None:
        """Forget the failures of requests for a path: it is asked for again."""
        if self._failures:
            kept = [one for one in self._failures if one.path != path]
            self._failures = deque(kept, maxlen=_MOST)

    def clear(self) -> None:
        """Forget all: the files have changed."""
        self._failures.clear()

    def answer(self, scope: Scope, base: str) -> Response | None:
        """Answer what vite/dev/failures.js asks for; None for other requests.

        Args:
            base: kit's ``paths.base``.
        """
        address = base + _ADDRESS
        path: str = scope["path"]
        if path != address and not path.startswith(f"{address}/"):
            return None
        if _HEADER not in dict(scope["headers"]):
            return bare_json({"message": "only pages of this app are answered"}, 403, _HEADERS)
        match path[len(address) :].split("/")[1:]:
            case []:
                found: Any = [one.notice() for one in self._failures]
            case [wanted]:
                found = next((one.report.message() for one in self._failures if one.id == wanted), None)
            case [wanted, number] if is_this_machine(scope):
                found = self._locals(wanted, number)
            case _:
                return bare_json({"message": "locals are shown on this machine only"}, 403, _HEADERS)
        return bare_json(found, 404 if found is None else 200, _HEADERS)

    def _locals(self, wanted: str, number: str) -> list[tuple[str, str]] | None:
        report = next((one.report for one in self._failures if one.id == wanted), None)
        return list(report.locals_of(int(number))) if report is not None and number.isdecimal() else None


def is_this_machine(scope: Scope) -> bool:
    """True if a request comes from a browser on this machine, and not through a tunnel or a proxy.

    These have an address of this machine too, but are asked by another name.
    """
    client, server = scope.get("client"), scope.get("server")
    if not client or not _is_local(client[0], server[0] if server else ""):
        return False
    headers = dict(scope["headers"])
    if b"x-forwarded-for" in headers or b"forwarded" in headers:
        return False
    name = host_name(headers.get(b"host", b"").decode("latin-1"))
    return name == "localhost" or name.endswith(".localhost") or _is_local(name, server[0] if server else "")


def _is_local(address: str, own: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback or address == own
    except ValueError:
        return False
