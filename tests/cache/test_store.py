"""The app tells its caches which store they share."""

from __future__ import annotations

from typing import Any

import pytest

from lissome.app import App
from lissome.cache import RedisStore
from lissome.cache.redis import make_store
from lissome.cache.store import Store, current_store
from lissome.manifest import Paths
from lissome.server.startup.hooks import Hooks
from lissome.settings import Settings


class Renderer:
    def start(self) -> None: ...

    def close(self) -> None: ...


class Manifest:
    paths = Paths()


class Server:
    """As much of a server as the life of an app needs."""

    def __init__(self, cache_store: Store | None, seen: dict[str, object]) -> None:
        self.cache_store = cache_store
        self.renderer = Renderer()
        self.client: Any = None
        self.observer = None
        self.settings = Settings()
        self.tls = None
        self.mounts = None
        self.manifest = Manifest()

        async def init() -> Any:
            seen["start"] = current_store.get()
            yield
            seen["stop"] = current_store.get()

        self.hooks = Hooks(init=init)


class Recorder(App):
    seen: object = None

    async def _serve(self, *_: Any) -> None:
        self.seen = current_store.get()


async def nothing(*_: Any) -> Any: ...


@pytest.mark.parametrize("url", ["", "redis://localhost:1/0"])
async def test_requests_and_init_use_it(url: str) -> None:
    seen: dict[str, object] = {}
    shared = make_store(url, "shop")
    app = Recorder(Server(shared, seen))  # type: ignore[arg-type]
    await app.start()
    await app({"type": "http"}, nothing, nothing)
    assert current_store.get() is None
    await app.stop()
    assert (seen["start"], app.seen, seen["stop"]) == (shared, shared, shared)
    assert current_store.get() is None


def test_its_name_is_the_prefix() -> None:
    named, nameless = make_store("redis://localhost", "shop"), make_store("redis://localhost", "")
    assert isinstance(named, RedisStore)
    assert isinstance(nameless, RedisStore)
    assert (named._prefix, nameless._prefix) == ("shop", "lissome")
