"""`sequence`: the order of its handles, and the options that they give each other."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.responses import Response

from lissome import RequestEvent, sequence
from lissome.server.hooks import Resolve
from support.requests import make_event


async def resolved(handle: Any) -> dict[str, Any]:
    """The options that arrive at the real `resolve`."""
    options: dict[str, Any] = {}

    async def resolve(event: RequestEvent, /, **given: Any) -> Response:
        options.update(given)
        return Response("done")

    await handle(make_event(), resolve)
    return options


async def test_sequence_is_an_onion() -> None:
    calls = []

    def layer(name: str) -> Any:
        async def handle(event: RequestEvent, resolve: Resolve) -> Response:
            calls.append(f"{name} in")
            response = await resolve(event)
            calls.append(f"{name} out")
            return response

        return handle

    await resolved(sequence(layer("a"), layer("b"), layer("c")))
    assert calls == ["a in", "b in", "c in", "c out", "b out", "a out"]


async def test_options_of_a_sequence() -> None:
    """Pages are transformed from the innermost out; of the others the first handle's counts."""

    def layer(name: str, *, sync: bool) -> Any:
        def transform(html: str) -> str:
            return f"{name}({html})"

        async def transform_later(html: str) -> str:
            return f"{name}({html})"

        async def handle(event: RequestEvent, resolve: Resolve) -> Response:
            return await resolve(
                event,
                transform_page_chunk=transform if sync else transform_later,
                preload=lambda file: file["path"] == name,
                filter_serialized_response_headers=lambda key, _value: key == name,
            )

        return handle

    options = await resolved(sequence(layer("a", sync=True), layer("b", sync=False), layer("c", sync=True)))
    assert await options["transform_page_chunk"]("page") == "a(b(c(page)))"
    assert options["preload"]({"type": "js", "path": "a"})
    assert options["filter_serialized_response_headers"]("a", "")
    assert not options["preload"]({"type": "js", "path": "b"})


async def test_a_handle_may_answer_itself() -> None:
    async def answers(event: RequestEvent, resolve: Resolve) -> Response:
        return Response("mine")

    async def never(event: RequestEvent, resolve: Resolve) -> Response:
        raise AssertionError

    assert await resolved(sequence(answers, never)) == {}


def test_an_empty_sequence() -> None:
    with pytest.raises(ValueError, match="needs at least one handle"):
        sequence()
