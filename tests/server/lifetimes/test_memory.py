"""What is left in memory: nothing, and without the help of the garbage collector."""

from __future__ import annotations

import asyncio
import gc
import weakref
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from starlette.responses import Response, StreamingResponse

from lissome import error, fail, get_request_event, redirect
from support.asgi import Client
from support.stage import abandon, later
from support.waiting import PATIENCE, become


class Kinds:
    """Every kind of request; each uses its locals and keeps them in its frames."""

    def __init__(self, client: Client, acts: Any) -> None:
        self.client = client
        self.acts = acts
        self.alive: list[weakref.ref[Any]] = []

    def note(self, event: Any) -> Any:
        mine = event.locals
        mine.user = "mara"
        self.alive += [weakref.ref(mine), weakref.ref(event), weakref.ref(get_request_event())]
        return mine

    async def page(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"text": await later(mine.user)}

        self.acts.load = load
        for target in ("/", "/lasting"):
            assert (await self.client.send(target)).status == 200

    async def data(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"text": await later(mine.user)}

        self.acts.load = load
        assert (await self.client.data("/lasting")).status == 200

    async def action(self) -> None:
        async def action(event: Any, _form: Any) -> Any:
            mine = self.note(event)
            event.spawn(later(mine))
            return fail(400, {"text": mine.user})

        async def load(event: Any) -> dict[str, Any]:
            self.note(event)
            return {}

        self.acts.action, self.acts.load = action, load
        assert (await self.client.post("/", {"name": "x"})).status == 400

    async def redirect(self) -> None:
        async def action(event: Any, _form: Any) -> Any:
            self.note(event)
            redirect(303, "/")

        self.acts.action = action
        assert (await self.client.post("/", {"name": "x"})).status == 303

    async def failed_action(self) -> None:
        async def action(event: Any, _form: Any) -> Any:
            mine = self.note(event)
            raise RuntimeError(mine)

        self.acts.action = action
        assert (await self.client.post("/", {"name": "x"})).status == 500

    async def endpoint(self) -> None:
        async def handler(event: Any) -> Any:
            mine = self.note(event)
            assert event.request.headers
            event.defer(later, mine)
            return await event.once("x", lambda: mine.user)

        self.acts.handler = handler
        assert (await self.client.send("/api")).text == "mara"

    async def failed_endpoint(self) -> None:
        async def handler(event: Any) -> Any:
            mine = self.note(event)
            raise RuntimeError(mine)

        self.acts.handler = handler
        assert (await self.client.send("/api")).status == 500

    async def sub_request(self) -> None:
        async def handler(event: Any) -> Any:
            return self.note(event).user

        async def load(event: Any) -> dict[str, Any]:
            self.note(event)
            return {"text": (await event.fetch("/api")).text}

        self.acts.load, self.acts.handler = load, handler
        assert (await self.client.send("/")).status == 200

    async def sub_request_that_changes_something(self) -> None:
        async def handler(event: Any) -> Any:
            return self.note(event).user

        async def load(event: Any) -> dict[str, Any]:
            self.note(event)
            return {"text": (await event.fetch("/api", method="POST")).text}

        self.acts.load, self.acts.handler = load, handler
        assert (await self.client.send("/")).status == 200

    async def broken_sub_request(self) -> None:
        class Broken(Response):
            async def __call__(self, *_connection: Any) -> None:
                raise RuntimeError(self.body)

        async def handler(event: Any) -> Any:
            mine = self.note(event)
            return Broken(mine.user)

        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            with suppress(RuntimeError):
                await event.fetch("/api", method="POST")
            return {"text": mine.user}

        self.acts.load, self.acts.handler = load, handler
        assert (await self.client.send("/")).status == 200

    async def sub_request_without_a_caller(self) -> None:
        async def handler(event: Any) -> Any:
            mine = self.note(event)
            await later(mine)
            return mine.user

        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            with suppress(httpx.ReadTimeout):
                await event.fetch("/api", method="POST", timeout=0.001)
            return {"text": mine.user}

        self.acts.load, self.acts.handler = load, handler
        assert (await self.client.send("/")).status == 200

    async def stream(self) -> None:
        async def broken(mine: Any) -> None:
            await asyncio.sleep(0.01)
            raise RuntimeError(mine)

        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"later": later(mine.user), "broken": broken(mine)}

        self.acts.load = load
        assert (await self.client.send("/")).status == 200
        assert (await self.client.data("/")).status == 200

    async def endpoint_stream(self) -> None:
        async def handler(event: Any) -> Any:
            mine = self.note(event)

            async def body() -> AsyncIterator[bytes]:
                yield mine.user.encode()
                await asyncio.sleep(0.01)

            return StreamingResponse(body())

        self.acts.handler = handler
        assert (await self.client.send("/api")).text == "mara"

    async def failed_load(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            await asyncio.sleep(0)
            raise RuntimeError(mine)

        self.acts.load = load
        for target in ("/", "/lasting"):
            assert (await self.client.send(target)).status == 500
            await self.client.data(target)

    async def expected_error(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            error(418, mine.user)

        self.acts.load = load
        assert (await self.client.send("/")).status == 418

    async def overdue(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"text": await later(mine.user, 10)}

        self.acts.load = load
        assert (await self.client.send("/quick")).status == 503

    async def disconnect(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            await asyncio.sleep(100)
            return {"text": mine.user}

        self.acts.load = load
        await abandon(self.client, "/", when=lambda: self.alive)

    async def disconnect_in_stream(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"later": later(mine.user, 100)}

        self.acts.load = load
        request = self.client.start("/")
        await anext(request.chunks())
        request.hang_up()
        await asyncio.wait_for(request.task, PATIENCE)


KINDS = [name for name in vars(Kinds) if not name.startswith("_") and name != "note"]


def living(kinds: Kinds) -> list[Any]:
    return [alive for ref in kinds.alive if (alive := ref()) is not None]


@pytest.mark.parametrize("kind", KINDS)
async def test_nothing_is_left(
    client: Client, acts: Any, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    kinds = Kinds(client, acts)
    before = asyncio.all_tasks()
    gc.collect()
    gc.disable()
    try:
        await getattr(kinds, kind)()
        vars(acts).update(load=None, action=None, handler=None)
        caplog.clear()  # records hold tracebacks
        assert kinds.alive
        # soon, not at once: what a task of the request had is dropped by the loop when it comes to it
        await become(lambda: not living(kinds) and asyncio.all_tasks() <= before, seconds=5)
        assert living(kinds) == []
        assert asyncio.all_tasks() <= before
    finally:
        gc.enable()
