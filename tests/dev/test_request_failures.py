"""Failures of requests, as open browsers hear of them and ask for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from lissome.dev.request_failures import RequestFailures, is_this_machine
from lissome.server.request.incoming import IncomingRequest
from lissome.url import URL

OWN = [(b"host", b"localhost:5173"), (b"x-lissome-dev", b"1")]


class Browser:
    """Asks as a page does."""

    def __init__(self, root: Path) -> None:
        self.told: list[dict[str, Any]] = []
        self.failures = RequestFailures(root, lambda message: self.told.append(message["data"]))

    def fail(self, path: str) -> None:
        secret = "s"
        known: dict[str, str] = {}
        try:
            known[secret]
        except KeyError as failure:
            self.failures.add(request(path), failure)

    def ask(self, what: str = "", **scope: Any) -> tuple[int, Any]:
        address = ("127.0.0.1", 1)
        asked = {"path": f"/base/__lissome/failures{what}", "headers": OWN, "client": address, **scope}
        answer = self.failures.answer({"server": ("127.0.0.1", 5173), **asked}, "/base")
        assert answer is not None
        return answer.status_code, orjson.loads(bytes(answer.body))


def request(path: str, outer: IncomingRequest | None = None) -> IncomingRequest:
    return IncomingRequest({}, "GET", URL("http://localhost", path, "?q=1"), {}, outer=outer)


@pytest.fixture
def browser() -> Browser:
    return Browser(Path(__file__).parent)


def test_all_browsers_hear_of_the_path_alone(browser: Browser) -> None:
    browser.fail("/caf%C3%A9")
    browser.fail("/items/__data.json")
    browser.fail("/__data.json")
    assert [(one["path"], one["page"]) for one in browser.told] == [
        ("/café", None),
        ("/items/__data.json", "/items"),
        ("/__data.json", "/"),
    ]
    assert set(browser.told[0]) == {"id", "path", "page"}
    assert browser.ask() == (200, browser.told)


def test_a_request_of_the_app_to_itself_is_that_of_its_client(browser: Browser) -> None:
    browser.failures.add(request("/api", outer=request("/page/__data.json")), LookupError())
    assert browser.told[0]["page"] == "/page"
    assert browser.ask(f"/{browser.told[0]['id']}")[1]["request"] == "GET /api"


def test_report_and_locals(browser: Browser) -> None:
    browser.fail("/")
    wanted = browser.told[0]["id"]
    status, report = browser.ask(f"/{wanted}")
    assert (status, report["title"]) == (200, "KeyError: 's'")
    assert report["stacks"][0]["frames"][0]["locals"] > 0
    assert "••••" not in str(report)
    status, values = browser.ask(f"/{wanted}/0")
    assert status == 200
    assert ["secret", "••••"] in values
    for unknown in ("/other", "/other/0", f"/{wanted}/x"):
        assert browser.ask(unknown) == (404, None)


def test_a_new_request_and_an_edit_make_it_forgotten(browser: Browser) -> None:
    browser.fail("/a")
    browser.fail("/b")
    browser.failures.forget("/a")
    assert [one["path"] for one in browser.ask()[1]] == ["/b"]
    browser.failures.clear()
    assert browser.ask()[1] == []


def test_only_the_latest_are_kept(browser: Browser) -> None:
    for number in range(30):
        browser.fail(f"/{number}")
    assert len(browser.ask()[1]) == 20


def test_pages_of_other_origins_get_nothing(browser: Browser) -> None:
    browser.fail("/")
    assert browser.ask(headers=OWN[:1])[0] == 403
    assert (
        browser.failures.answer({"path": "/base/__lissome/failures-of-mine", "headers": []}, "/base") is None
    )


@pytest.mark.parametrize(
    ("client", "host", "more", "expected"),
    [
        ("127.0.0.1", b"localhost:5173", [], True),
        ("::1", b"[::1]:5173", [], True),
        ("127.0.0.1", b"app.localhost", [], True),
        ("192.168.1.5", b"192.168.1.5:5173", [], True),
        ("192.168.1.9", b"192.168.1.5:5173", [], False),
        ("127.0.0.1", b"mine.tunnel.example", [], False),
        ("127.0.0.1", b"localhost", [(b"x-forwarded-for", b"1.2.3.4")], False),
        ("", b"localhost", [], False),
    ],
)
def test_locals_stay_on_this_machine(
    browser: Browser, client: str, host: bytes, more: list[tuple[bytes, bytes]], *, expected: bool
) -> None:
    headers = [(b"host", host), OWN[1], *more]
    scope = {"client": (client, 1) if client else None, "server": ("192.168.1.5", 5173), "headers": headers}
    assert is_this_machine(scope) is expected
    browser.fail("/")
    status = browser.ask(f"/{browser.told[0]['id']}/0", **scope)[0]
    assert status == (200 if expected else 403)
