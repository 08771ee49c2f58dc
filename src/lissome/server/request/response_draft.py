"""The headers and cookies that a response is going to have, and the moment when it is too late for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.responses import Response

from lissome.server.http.headers import check_header
from lissome.server.request.cookies import Cookies


@dataclass(slots=True, eq=False, repr=False)
class ResponseDraft:
    """Headers and cookies of a response that is not made yet.

    Attributes:
        headers: by lower-case name.
        cookies: None until the app asks for them.
        is_closed: the response has been made; setting more is an error.
    """

    headers: dict[str, str] = field(default_factory=dict)
    cookies: Cookies | None = None
    is_closed: bool = False

    def set_headers(self, headers: Mapping[str, str]) -> None:
        """Set header fields; see `RequestEvent.set_headers`.

        Raises:
            ValueError: a field is set already, or cannot be sent.
            RuntimeError: the response has been made already.
        """
        for name, value in headers.items():
            self._set_header(name.lower(), value)

    def _set_header(self, name: str, value: str) -> None:
        if self.is_closed:
            msg = f"set_headers({name!r}) came after the response was made"
            raise RuntimeError(msg)
        check_header(name, value)
        if name not in self.headers:
            self.headers[name] = value
        elif name == "server-timing":
            self.headers[name] += f", {value}"
        else:
            msg = f"header {name!r} is set already; only one load or hook may set it"
            raise ValueError(msg)

    def apply_to(self, response: Response) -> None:
        """Put headers and cookies on a response, and close the draft."""
        for name, value in self.headers.items():
            response.headers[name] = value
        self.add_cookies_to(response)
        self.is_closed = True
        if self.cookies is not None:
            self.cookies.close()

    def add_cookies_to(self, response: Response) -> None:
        """Put the cookies alone on a response."""
        if self.cookies is not None:
            for cookie in self.cookies.headers():
                response.headers.append("set-cookie", cookie)
