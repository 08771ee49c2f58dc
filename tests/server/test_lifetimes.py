"""A request's things, from its first step to after its last byte: in every kind of request."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio.to_thread
import pytest
from starlette.responses import StreamingResponse

from lissome import error, fail, get_request_event, redirect
from lissome.app import App, create
from lissome.errors import RequestEnded
from support.asgi import Answer, Client, started

Act = Callable[..., Awaitable[Any]]


@pytest.fixture(scope="module")
async def app(built_app: Callable[[str], Path]) -> AsyncIterator[App]:
    app = create(built_app("bound"))
    async with started(app):
        yield app


@pytest.fixture
def client(app: App) -> Client:
    return Client(app)


@pytest.fixture
def stage(app: App) -> Iterator[Any]:
    """The app's stage: `stage.acts.load = …` is what its load does."""
    stage = sys.modules["stage"]
    yield stage
    vars(stage.acts).update(load=None, action=None, handler=None, handle=None)


@pytest.fixture
def acts(stage: Any) -> Any:
    return stage.acts


class Log(list[str]):
    @asynccontextmanager
    async def resource(self, name: str = "db") -> AsyncIterator[str]:
        self.append(f"open {name}")
        try:
            yield name
        except BaseException as failure:
            self.append(f"{name} saw {type(failure).__name__}")
            raise
        finally:
            self.append(f"close {name}")


@pytest.fixture
def log() -> Log:
    return Log()


async def later(value: Any, seconds: float = 0.02) -> Any:
    await asyncio.sleep(seconds)
    if isinstance(value, Exception):
        raise value
    return value


# -- what ends, and when


async def test_it_ends_after_the_last_streamed_byte(client: Client, acts: Any, log: Log) -> None:
    async def slow(event: Any) -> str:
        await asyncio.sleep(0.05)
        log.append(f"stream {event.locals.user}")
        return "streamed"

    async def load(event: Any) -> dict[str, Any]:
        event.locals.user = "mara"
        await event.enter(log.resource())
        event.defer(lambda: log.append(f"deferred {event.locals.user}"))
        return {"later": slow(event)}

    acts.load = load
    request = client.start("/")
    async for chunk in request.chunks():
        log.append("script" if b"streamed" in chunk else "page")
    await request.task
    assert log == ["open db", "page", "stream mara", "script", "deferred mara", "close db"]


async def test_it_ends_after_an_endpoints_stream(client: Client, acts: Any, log: Log) -> None:
    async def handler(event: Any) -> Any:
        db = await event.enter(log.resource())

        async def body() -> AsyncIterator[bytes]:
            yield b"1"
            await asyncio.sleep(0.02)
            assert get_request_event().locals.user is None
            log.append(f"stream from {db}")
            yield b"2"

        return StreamingResponse(body())

    acts.handler = handler
    assert (await client.send("/api")).body == b"12"
    assert log == ["open db", "stream from db", "close db"]


async def test_spawned_tasks_are_waited_for_after_the_response(
    client: Client, acts: Any, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    async def mail(event: Any) -> None:
        await asyncio.sleep(0.5)
        log.append(f"mail to {event.locals.user}, {get_request_event().locals.user}")

    async def broken() -> None:
        raise RuntimeError("no mail today")

    async def action(event: Any, _form: Any) -> Any:
        event.locals.user = "mara"
        await event.enter(log.resource())
        event.spawn(mail(event))
        event.spawn(broken())
        return {"text": "saved"}

    async def load(event: Any) -> dict[str, Any]:
        return {"text": "shown"}

    acts.action, acts.load = action, load
    request = client.start(
        "/",
        method="POST",
        headers={
            "content-type": "application/x-www-form-urlencoded",
            "origin": "http://localhost",
            "accept": "text/html",
        },
    )
    async for chunk in request.chunks():
        log.append("page" if b"shown saved" in chunk else chunk.decode())
    await request.task
    assert log == ["open db", "page", "mail to mara, mara", "close db"]
    assert "POST /: its task test_spawned_tasks" in caplog.text
    assert "no mail today" in caplog.text


async def test_once_is_shared_by_all_of_a_request(client: Client, acts: Any, log: Log) -> None:
    async def user() -> Any:
        log.append("found")
        return await later("mara")

    async def handle(event: Any) -> None:
        event.locals.user = await event.once("user", user)

    async def load(event: Any) -> dict[str, Any]:
        return {"text": await event.once("user", user)}

    acts.handle, acts.load = handle, load
    assert "mara" in (await client.send("/quick")).text
    assert "mara" in (await client.send("/quick")).text
    assert log == ["found", "found"]


@pytest.mark.parametrize(
    ("failure", "seen"),
    [
        (RuntimeError("broken"), ["db saw RuntimeError"]),
        (lambda: error(404, "gone"), ["db saw HttpError"]),
        (lambda: redirect(303, "/"), []),
    ],
)
async def test_a_failed_request_is_seen_by_what_was_entered(
    client: Client, acts: Any, log: Log, failure: Any, seen: list[str]
) -> None:
    async def load(event: Any) -> dict[str, Any]:
        await event.enter(log.resource())
        if isinstance(failure, Exception):
            raise failure
        failure()
        return {}

    acts.load = load
    await client.send("/")
    assert log == ["open db", *seen, "close db"]


async def test_a_request_to_itself_has_a_lifetime_of_its_own(client: Client, acts: Any, log: Log) -> None:
    async def handler(event: Any) -> Any:
        assert event.is_sub_request
        assert event.locals.user is None
        event.locals.user = "inner"
        await event.enter(log.resource("inner"))
        return {"user": get_request_event().locals.user}

    async def load(event: Any) -> dict[str, Any]:
        event.locals.user = "outer"
        await event.enter(log.resource("outer"))
        answer = (await event.fetch("/api")).json()
        log.append(f"{answer['user']} in {get_request_event().locals.user}")
        return {}

    acts.handler, acts.load = handler, load
    assert (await client.send("/")).status == 200
    assert log == ["open outer", "open inner", "close inner", "inner in outer", "close outer"]


# -- the app's state and locals


async def test_app_state(client: Client, acts: Any, stage: Any) -> None:
    async def handler(event: Any) -> Any:
        return event.app.greeting

    acts.handler = handler
    assert (await client.send("/api")).text == "hello"
    assert stage.log[-1] == "open"


async def test_an_app_without_state(client: Client, acts: Any, app: App, monkeypatch: Any) -> None:
    monkeypatch.setattr(app.server, "app", None)
    failures: list[str] = []

    async def handler(event: Any) -> Any:
        try:
            return event.app
        except AttributeError as failure:
            failures.append(str(failure))
            return ""

    acts.handler = handler
    await client.send("/api")
    assert failures == [
        "event.app: `init` in src/hooks.server.py yields nothing; `yield State(…)` there fills it"
    ]


async def test_locals_know_their_names(client: Client, acts: Any) -> None:
    failures: list[str] = []

    async def handler(event: Any) -> Any:
        assert event.locals is get_request_event().locals
        try:
            event.locals.usre = 1
        except AttributeError as failure:
            failures.append(str(failure))
        return ""

    acts.handler = handler
    await client.send("/api")
    assert len(failures) == 1
    assert "usre" in failures[0]


# -- where the event is, and where it is no more


async def test_get_request_event_in_threads_and_tasks(client: Client, acts: Any) -> None:
    async def handler(event: Any) -> Any:
        event.locals.user = event.url.search

        def thread() -> str:
            user: str = get_request_event().locals.user
            return user

        async def task() -> str:
            await asyncio.sleep(0.01)
            return thread()

        return await asyncio.gather(
            asyncio.to_thread(thread), anyio.to_thread.run_sync(thread), event.spawn(task()), task()
        )

    acts.handler = handler
    answers = await asyncio.gather(*(client.send(f"/api?{number}") for number in range(10)))
    assert [answer.json() for answer in answers] == [[f"?{number}"] * 4 for number in range(10)]


async def test_outside_of_a_request() -> None:
    with pytest.raises(RuntimeError, match="works only in a request"):
        get_request_event()


async def test_an_event_is_dead_after_its_request(client: Client, acts: Any) -> None:
    kept: list[Any] = []

    async def leftover() -> str:
        await asyncio.sleep(0.05)
        with pytest.raises(RequestEnded) as caught:
            get_request_event()
        return str(caught.value)

    async def handler(event: Any) -> Any:
        event.locals.user = "mara"
        kept.extend([event, asyncio.create_task(leftover())])
        return event.cookies.get("x") or event.request.method

    acts.handler = handler
    assert (await client.send("/api")).text == "GET"
    event, task = kept
    assert "this request has ended (GET /api)" in await task
    names = [
        *("request", "url", "params", "route", "cookies", "locals", "app", "platform"),
        *("is_data_request", "is_sub_request"),
    ]
    for name in names:
        with pytest.raises(RequestEnded, match=rf"GET /api.*no `{name}`"):
            getattr(event, name)
    for use in (
        lambda: event.set_headers({"x": "y"}),
        lambda: event.defer(print),
        event.get_client_address,
    ):
        with pytest.raises(RequestEnded):
            use()
    for use in (lambda: event.fetch("/api"), lambda: event.enter(None), lambda: event.once("x", int)):
        with pytest.raises(RequestEnded):
            await use()
    assert event.has_ended
    assert event.label == "GET /api"
    assert "GET" in repr(event)


# -- clients that leave


async def endless(log: Log, name: str) -> None:
    async with log.resource(name):
        await asyncio.sleep(100)


@pytest.mark.parametrize("target", ["/", "/api", "/__data.json"])
async def test_loads_end_when_the_client_leaves(client: Client, acts: Any, log: Log, target: str) -> None:
    async def work(event: Any) -> Any:
        await event.enter(log.resource())
        event.spawn(endless(log, "task"))
        await asyncio.sleep(0)
        await endless(log, "load")

    acts.load = acts.handler = work
    await abandon(client, target)
    assert log == [
        *("open db", "open task", "open load", "load saw CancelledError", "close load"),
        *("task saw CancelledError", "close task", "db saw CancelledError", "close db"),
    ]


async def test_streamed_values_end_when_the_client_leaves(client: Client, acts: Any, log: Log) -> None:
    async def load(event: Any) -> Any:
        await event.enter(log.resource())
        return {"later": endless(log, "value")}

    acts.load = load
    request = client.start("/")
    await anext(request.chunks())
    await asyncio.sleep(0)
    request.hang_up()
    await asyncio.wait_for(request.task, 5)
    assert log == [
        *("open db", "open value", "value saw CancelledError", "close value"),
        *("db saw CancelledError", "close db"),
    ]


@pytest.mark.parametrize("target", ["/", "/api"])
async def test_what_changes_something_is_not_interrupted(
    client: Client, acts: Any, log: Log, target: str
) -> None:
    async def work(event: Any, _form: Any = None) -> Any:
        if _form is None:
            await event.request.body()
        event.spawn(endless(log, "task"))
        await asyncio.sleep(0.3)
        log.append("saved")
        return {}

    async def load(_event: Any) -> Any:
        await asyncio.sleep(0.1)
        log.append("nobody would see this")
        return {}

    acts.action = acts.handler = work
    acts.load = load
    sent = {"content-type": "application/x-www-form-urlencoded", "origin": "http://localhost"}
    await abandon(client, target, method="POST", headers={**sent, "accept": "text/html"}, body=b"a=b")
    assert log == ["open task", "saved", "task saw CancelledError", "close task"]


async def test_the_server_may_cancel_too(client: Client, acts: Any, log: Log) -> None:
    async def clean_up() -> None:
        await asyncio.sleep(0.02)
        log.append("cleaned up")

    async def load(event: Any) -> Any:
        event.defer(clean_up)
        await endless(log, "load")

    acts.load = load
    request = client.start("/")
    await asyncio.sleep(0.02)
    request.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request.task
    assert log[-1] == "cleaned up"


# -- deadlines


async def test_an_overdue_load(client: Client, acts: Any, log: Log, caplog: pytest.LogCaptureFixture) -> None:
    async def load(event: Any) -> Any:
        await event.enter(log.resource())
        await endless(log, "load")

    acts.load = load
    answer = await client.send("/quick")
    assert answer.status == 503
    assert "<h1>503 framework: Service Unavailable</h1>" in answer.text
    assert "<nav>kept</nav>" in answer.text
    assert log == [
        *("open db", "open load", "load saw CancelledError", "close load"),
        *("db saw Overdue", "close db"),
    ]
    assert "GET /quick was stopped after 0.15 s" in caplog.text


async def test_overdue_data(client: Client, acts: Any) -> None:
    async def load(_event: Any) -> Any:
        await asyncio.sleep(100)

    acts.load = load
    nodes = (await client.data("/quick")).json()["nodes"]
    assert nodes[-1] == {
        "type": "error",
        "error": {"status": 503, "message": "framework: Service Unavailable"},
    }
    assert nodes[-2]["type"] == "data"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_an_overdue_endpoint(client: Client, acts: Any, method: str) -> None:
    async def handler(_event: Any) -> Any:
        await asyncio.sleep(100)

    acts.handler = handler
    sent = {"accept": "application/json", "origin": "http://localhost"}
    answer = await client.send("/api/quick", method=method, headers=sent)
    assert answer.status == 503
    assert answer.json() == {"status": 503, "message": "framework: Service Unavailable"}


async def test_an_overdue_action(client: Client, acts: Any) -> None:
    async def action(_event: Any, _form: Any) -> Any:
        await asyncio.sleep(100)

    acts.action = action
    answer = await client.post("/quick", {})
    assert answer.status == 503
    assert "framework: Service Unavailable" in answer.text


async def test_an_overdue_hook(client: Client, acts: Any) -> None:
    async def handle(_event: Any) -> None:
        await asyncio.sleep(100)

    acts.handle = handle
    assert (await client.send("/quick")).status == 503


async def test_what_does_not_stop_at_first(
    client: Client, acts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lissome.isolation.watch.GRACE", 0.1)

    async def handle(_event: Any) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(100)
        await asyncio.sleep(100)

    acts.handle = handle
    request = client.start("/quick")
    await asyncio.wait_for(request.task, 5)
    assert request.answer.status == 503


async def test_no_deadline(client: Client, acts: Any) -> None:
    async def handler(event: Any) -> Any:
        await asyncio.sleep(0.3)
        return "patience"

    acts.handler = handler
    assert (await client.send("/api/patient")).text == "patience"


async def test_a_stream_has_no_deadline_once_it_began(client: Client, acts: Any) -> None:
    async def handler(_event: Any) -> Any:
        async def body() -> AsyncIterator[bytes]:
            for _ in range(5):
                yield b"."
                await asyncio.sleep(0.1)

        return StreamingResponse(body())

    acts.handler = handler
    assert (await client.send("/api/quick")).text == "....."


@pytest.mark.parametrize("as_data", [False, True])
async def test_a_value_that_never_comes(client: Client, acts: Any, log: Log, as_data: bool) -> None:
    async def load(_event: Any) -> Any:
        return {"later": endless(log, "value"), "never": asyncio.get_running_loop().create_future()}

    acts.load = load
    answer = await (client.data("/quick") if as_data else client.send("/quick"))
    assert answer.status == 200
    assert answer.text.count("framework: Service Unavailable") == 2
    assert log == ["open value", "value saw CancelledError", "close value"]


# -- what is left in memory: nothing, and without the help of the garbage collector


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
        for target in ("/", "/quick"):
            assert (await self.client.send(target)).status == 200

    async def data(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"text": await later(mine.user)}

        self.acts.load = load
        assert (await self.client.data("/quick")).status == 200

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
        for target in ("/", "/quick"):
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
        await abandon(self.client, "/")

    async def disconnect_in_stream(self) -> None:
        async def load(event: Any) -> dict[str, Any]:
            mine = self.note(event)
            return {"later": later(mine.user, 100)}

        self.acts.load = load
        request = self.client.start("/")
        await anext(request.chunks())
        request.hang_up()
        await asyncio.wait_for(request.task, 5)


async def abandon(client: Client, target: str, **options: Any) -> Answer:
    """A client that leaves after a moment."""
    request = client.start(target, **options)
    await asyncio.sleep(0.03)
    request.hang_up()
    await asyncio.wait_for(request.task, 5)
    return request.answer


KINDS = [name for name in vars(Kinds) if not name.startswith("_") and name != "note"]


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
        await asyncio.sleep(0.01)
        assert kinds.alive
        assert [ref() for ref in kinds.alive if ref() is not None] == []
        assert asyncio.all_tasks() <= before
    finally:
        gc.enable()
