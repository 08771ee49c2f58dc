"""Cookies that a shared client keeps from the answer to one user's request, and sends with another's."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from typing import Any, Final

from lissome.state_guard.resources.monkeypatch import Function, replaced
from lissome.state_guard.resources.tracked_request import Tracker, current_request

_WHY: Final = (
    "The client lives longer than the request, and so does the cookie that the answer has set: it goes "
    "with the requests that this client makes for other users.\n"
    "Give a shared client a jar that takes none, cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])) "
    "of http.cookiejar, or make a client for each request: await event.enter(httpx.AsyncClient())."
)


@contextmanager
def cookie_jars_watched(tracker: Tracker) -> Iterator[None]:
    """Track the cookies that clients take from answers, as far as they use Python's cookie jar."""

    def extracting(original: Function) -> Function:
        def extract(self: CookieJar, response: Any, request: Any) -> None:
            if current_request.get() is None:
                original(self, response, request)
                return
            before = {id(one) for one in self}
            original(self, response, request)
            new = [one.name for one in self if id(one) not in before]
            if new:
                # without owners: the client lives longer, but must not keep this
                what = f"cookie {new[0]!r} in the jar of a client"
                tracker.add(what, _WHY, _is_kept(self, new[0]), owners=False)

        return extract

    with replaced(CookieJar, "extract_cookies", extracting):
        yield


def _is_kept(jar: CookieJar, name: str) -> Callable[[], bool]:
    reference = weakref.ref(jar)
    return lambda: any(one.name == name for one in reference() or ())
