"""Valid requests, recorded from the demo: its pages, their data, forms and files, its API and its webhook."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit

import httpx

from fuzzing.bodies import URLENCODED
from fuzzing.demo import LEAVING
from fuzzing.message import HOST, ORIGIN, Header, Message

PAGES_PER_PERSON: Final = 25

_START = (
    "/",
    "/login",
    "/dashboard?activity=inline",
    "/settings",
    "/users",
    "/users?q=a&role=member&team=Design&page=1",
    "/users/new",
    "/users/1",
    "/users/7",
    "/logout",
    "/nowhere",
    "/users/nobody",
    "/oops",
    "/health",
)
_ENHANCED = ((b"Accept", b"application/json"), (b"X-SvelteKit-Action", b"true"))


@dataclass
class Form:
    """A form of a page: where it goes, and its fields as they stand there."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Page(HTMLParser):
    """Links, files and forms of a page."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self.links: list[str] = []
        self.files: list[str] = []
        self.forms: list[Form] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(self._path(found["href"]))
        elif tag in ("link", "script", "img") and (found.get("href") or found.get("src")):
            self.files.append(self._path(found.get("href") or found["src"]))
        elif tag == "form":
            self.forms.append(Form(self._path(found.get("action", self._url))))
        elif self.forms and found.get("formaction"):
            self.forms.append(Form(self._path(found["formaction"])))
        elif self.forms and found.get("name"):
            self.forms[-1].fields.append((found["name"], found.get("value", "") or "x"))

    def _path(self, reference: str) -> str:
        parts = urlsplit(urljoin(f"http://here{self._url}", reference))
        if parts.netloc != "here":
            return ""
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def record(url: str, cookies: dict[str, bytes]) -> list[Message]:
    """Walk through the demo as each person, and return what browsers would send there.

    Args:
        url: the origin of the running demo.
        cookies: the Cookie header of each person; b"" for one who is not signed in.
    """
    found = [message for person, cookie in cookies.items() for message in _walk(url, person, cookie)]
    found += [
        replace(message, headers=_as(cookie, message.headers))
        for cookie in cookies.values()
        for message in _api()
    ]
    return [*dict.fromkeys(found), *_webhooks()]


def _walk(url: str, person: str, cookie: bytes) -> Iterator[Message]:
    seen, queue = set[str](), list(_START)
    with httpx.Client(
        base_url=url, headers={"host": HOST.decode(), "cookie": cookie.decode()}, timeout=20
    ) as client:
        while queue and len(seen) < PAGES_PER_PERSON:
            path = queue.pop(0)
            if path in seen or not path:
                continue
            seen.add(path)
            answer = client.get(path)
            yield from _visit(path, cookie, person)
            if answer.headers.get("content-type", "").startswith("text/html"):
                page = _Page(path)
                page.feed(answer.text)
                queue += sorted(set(page.links) - seen)
                yield from _parts(page, cookie, person)


def _as(cookie: bytes, headers: Iterable[Header] = ()) -> tuple[Header, ...]:
    return (*((b"Cookie", cookie),), *headers) if cookie else tuple(headers)


def _visit(path: str, cookie: bytes, person: str) -> Iterator[Message]:
    """The page, and what the client asks for instead when it navigates there."""
    story = (f"{person} {path}",)
    html = _as(cookie, [(b"Accept", b"text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")])
    yield Message(b"GET", path.encode(), html, story=story)
    bare, _, query = path.partition("?")
    data = f"{'' if bare == '/' else bare}/__data.json"
    for mask in ("1", "11", "01", "101"):
        full = f"{data}?{query + '&' if query else ''}x-sveltekit-invalidated={mask}"
        yield Message(b"GET", full.encode(), _as(cookie, [(b"Accept", b"*/*")]), story=story)
    yield Message(b"GET", f"{'' if bare == '/' else bare}/__route.js".encode(), _as(cookie), story=story)


def _parts(page: _Page, cookie: bytes, person: str) -> Iterator[Message]:
    for file in dict.fromkeys(filter(None, page.files)):
        extra = [(b"Accept-Encoding", b"gzip, br"), (b"If-None-Match", b'"x"'), (b"Range", b"bytes=0-99")]
        for headers in ([], extra[:1], extra[1:2], extra[2:]):
            yield Message(b"GET", file.encode(), tuple(headers), story=(f"file {file}",))
    for form in page.forms:
        body = urlencode(form.fields).encode()
        post = Message(b"POST", form.action.encode(), (), body, (f"{person} posts {form.action}",))
        for more in ((), _ENHANCED):
            kind = [(b"Origin", ORIGIN), (b"Content-Type", URLENCODED), *more]
            for session in _sessions(cookie, form.action):
                yield replace(post, headers=_as(session, kind))


def _sessions(cookie: bytes, action: str) -> Iterator[bytes]:
    """For signing out and new passwords sessions that may end; the other one is still needed."""
    if cookie and ("logout" in action or "password" in action):
        yield from (b"%b-%d" % (cookie, number) for number in range(LEAVING))
    else:
        yield cookie


def _api() -> Iterator[Message]:
    """What programs send; no page says it."""
    kind = ((b"Content-Type", b"application/json"), (b"Origin", ORIGIN))
    new = json.dumps(
        {"name": "Fay Zzz", "email": "fay@workspace.example", "role": "viewer", "team": "Design"}
    ).encode()
    for target in (
        b"/api/users",
        b"/api/users?q=a&role=admin&team=Design&page=2&per_page=3",
        b"/api/users/2",
    ):
        yield Message(b"GET", target, (), story=("api",))
        yield Message(b"HEAD", target, (), story=("api",))
    yield Message(b"POST", b"/api/users", kind, new, ("api create",))
    yield Message(
        b"PATCH", b"/api/users/11", kind, b'{"title": "Tester", "status": "active"}', ("api change",)
    )
    yield Message(b"DELETE", b"/api/users/12", kind[1:], None, ("api delete",))
    yield Message(b"OPTIONS", b"/api/users", kind[1:], None, ("api options",))


def _webhooks() -> Iterator[Message]:
    body = b'{"id": "evt_1", "type": "invoice.paid", "data": {"object": {}}}'
    signature = b"t=1700000000,v1=" + b"0" * 64
    kind = (b"Content-Type", b"application/json")
    yield Message(
        b"POST", b"/api/webhooks/stripe", ((b"Stripe-Signature", signature), kind), body, ("webhook",)
    )
