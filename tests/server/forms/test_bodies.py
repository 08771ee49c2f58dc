"""Every prefix of fifty bodies: what is incomplete is 400, and nothing of it is taken for a form."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from random import Random
from urllib.parse import unquote_to_bytes

import pytest
from starlette.datastructures import FormData

from lissome.errors import FrameworkError
from server.forms.bodies import BODIES, URLENCODED, Body, Value
from server.forms.reading import read


async def meaning(form: FormData) -> tuple[tuple[str, Value], ...]:
    """The fields, as `Body.fields` has them."""
    found: list[tuple[str, Value]] = []
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.append((name, value))
        else:
            content = await value.read()
            assert value.size == len(content)
            found.append((name, (value.filename or "", value.content_type or "", content)))
    return tuple(found)


def whatwg(data: bytes) -> tuple[tuple[str, str], ...]:
    """What https://url.spec.whatwg.org/#concept-urlencoded-parser makes of bytes, step by step."""
    output = []
    for sequence in data.split(b"&"):
        if not sequence:
            continue
        name, _, value = sequence.partition(b"=")
        decoded = [unquote_to_bytes(text.replace(b"+", b" ")) for text in (name, value)]
        output.append((decoded[0].decode("utf-8", "replace"), decoded[1].decode("utf-8", "replace")))
    return tuple(output)


def split(data: bytes, places: Iterable[int]) -> list[bytes]:
    """The bytes in pieces."""
    return [data[start:end] for start, end in pairwise([0, *sorted(places), len(data)])]


def test_there_are_fifty() -> None:
    assert len(BODIES) == 50


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
async def test_whole(body: Body) -> None:
    async with read(body.type, body.data).form() as form:
        assert await meaning(form) == body.fields


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
async def test_in_pieces(body: Body) -> None:
    """Wherever the connection cuts it."""
    chance = Random(body.name)
    cuts: list[list[int]] = [list(range(len(body.data)))]
    cuts += [[place] for place in range(len(body.data))]
    cuts += [chance.choices(range(len(body.data) + 1), k=5) for _ in range(20)]
    for places in cuts:
        async with read(body.type, *split(body.data, places)).form() as form:
            assert await meaning(form) == body.fields, places


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
async def test_every_prefix(body: Body) -> None:
    for length in range(len(body.data)):
        prefix = body.data[:length]
        request = read(body.type, prefix)
        if body.type == URLENCODED:
            assert await meaning(await request.form()) == whatwg(prefix)
        elif length >= body.complete_from:
            async with request.form() as form:
                assert await meaning(form) == body.fields
        else:
            with pytest.raises(FrameworkError) as refused:
                await request.form()
            assert refused.value.status == 400, prefix
            assert "incomplete" in str(refused.value) or "malformed" in str(refused.value)
