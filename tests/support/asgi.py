"""A browser's side of ASGI, in process: exact targets, exact headers, and chunks as they come."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlencode

if TYPE_CHECKING:
    from lissome.app import App

ORIGIN = "http://localhost"


@dataclass
class Answer:
    """A response.

    Attributes:
        headers: in order, names in lower case.
        chunks: the parts of the body as they were sent.
    """

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    chunks: list[bytes] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str | None:
        """The value of a header, ``None`` if it is not there; more than one is an error."""
        values = self.all(name)
        assert len(values) <= 1, f"{name} came {len(values)} times: {values}"
        return values[0] if values else None

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]


class Request:
    """One request under way: what the app sends comes out of `chunks`."""

    def __init__(self, app: App, scope: dict[str, Any], body: bytes) -> None:
        self.answer = Answer()
        self._body: bytes | None = body
        self._gone = asyncio.Event()
        self._chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.task = asyncio.ensure_future(app(scope, self._receive, self._send))

    async def chunks(self) -> AsyncIterator[bytes]:
        """The parts of the body as they come."""
        while (chunk := await self._chunks.get()) is not None:
            yield chunk

    def hang_up(self) -> None:
        """The client is gone."""
        self._gone.set()

    async def _receive(self) -> dict[str, Any]:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert self.answer.status == 0, "two responses"
            self.answer.status = message["status"]
            self.answer.headers = [
                (key.decode(), value.decode("latin-1")) for key, value in message["headers"]
            ]
            return
        if message.get("body"):
            self.answer.chunks.append(message["body"])
            self._chunks.put_nowait(message["body"])
        if not message.get("more_body", False):
            self._chunks.put_nowait(None)


@dataclass
class Client:
    """Sends requests to an app.

    Attributes:
        cookies: sent with every request, and changed by answers, as a browser does.
    """

    app: App
    cookies: dict[str, str] = field(default_factory=dict)

    def start(
        self,
        target: str,
        *,
        method: str = "GET",
        headers: Iterable[tuple[str, str]] | Mapping[str, str] = (),
        body: bytes = b"",
        spec_version: str = "2.3",
    ) -> Request:
        """Begin a request; `target` goes to the app as it is."""
        pairs = [*(headers.items() if isinstance(headers, Mapping) else headers)]
        if all(key != "host" for key, _ in pairs):
            pairs.insert(0, ("host", "localhost"))
        if self.cookies:
            pairs.append(("cookie", "; ".join(f"{key}={value}" for key, value in self.cookies.items())))
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": spec_version},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(key.encode(), value.encode("latin-1")) for key, value in pairs],
            "client": ("203.0.113.7", 50000),
            "server": ("localhost", 80),
        }
        return Request(self.app, scope, body)

    async def send(self, target: str, **options: Any) -> Answer:
        """A request and its whole answer."""
        request = self.start(target, **options)
        await request.task
        for cookie in request.answer.all("set-cookie"):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
            if "Max-Age=0" in cookie:
                del self.cookies[name]
        return request.answer

    async def post(self, target: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """A form that a page of the app sends."""
        sent = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN, "accept": "text/html"}
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        return await self.send(target, method="POST", headers=sent | named, body=urlencode(fields).encode())

    async def data(self, target: str, invalidated: str | None = None) -> Answer:
        """What SvelteKit's client asks for when it navigates to `target`."""
        path, _, query = target.partition("?")
        mask = f"x-sveltekit-invalidated={invalidated}" if invalidated is not None else ""
        joined = "&".join(filter(None, [query, mask]))
        return await self.send(f"{path.rstrip('/')}/__data.json{'?' if joined else ''}{joined}")


@asynccontextmanager
async def started(app: App) -> AsyncIterator[Client]:
    """A client of an app that runs until the block ends."""
    await app.start()
    try:
        yield Client(app)
    finally:
        await app.stop()
