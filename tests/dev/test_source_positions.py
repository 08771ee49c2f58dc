"""Positions of V8 become those of source files."""

from __future__ import annotations

from typing import Any

import orjson

from lissome.dev.source_positions import SourcePositions
from lissome.dev.vite_process import ViteError


class Vite:
    """Knows the position of each line of a module, or does not answer."""

    def __init__(self, *, answers: bool = True) -> None:
        self.asked: list[Any] = []
        self._answers = answers

    async def ask(self, what: str, body: bytes) -> bytes:
        assert what == "positions"
        if not self._answers:
            raise ViteError("no")
        self.asked.append(sorted(orjson.loads(body)))
        return orjson.dumps(
            [f'src/"{number}".svelte:{line}:{column}' for number, line, column in orjson.loads(body)]
        )


def positions(vite: Vite) -> SourcePositions:
    return SourcePositions(vite)  # type: ignore[arg-type]


async def test_positions_are_translated_and_asked_for_once() -> None:
    vite = Vite()
    found = positions(vite)
    answer = orjson.dumps("at f (lissome:3:1:2)")
    assert orjson.loads(await found.translate(answer)) == 'at f (src/"3".svelte:1:2)'
    await found.translate(answer)
    assert vite.asked == [[[3, 1, 2]]]


async def test_changed_modules_are_asked_for_again() -> None:
    vite = Vite()
    found = positions(vite)
    await found.translate(b"lissome:3:1:2 lissome:4:1:2")
    found.discard(["3"])
    await found.translate(b"lissome:3:1:2 lissome:4:1:2")
    assert vite.asked[1] == [[3, 1, 2]]


async def test_frames_of_lissome_are_left_out() -> None:
    stack = b"Error\\n    at enter (lissome-dev.js:1:2)\\n    at f (lissome:3:1:2)"
    assert await positions(Vite()).translate(stack) == b'Error\\n    at f (src/\\"3\\".svelte:1:2)'


async def test_other_answers_stay() -> None:
    vite = Vite()
    assert await positions(vite).translate(b"k{}") == b"k{}"
    assert vite.asked == []


async def test_without_vite_positions_stay() -> None:
    assert await positions(Vite(answers=False)).translate(b"lissome:3:1:2") == b"lissome:3:1:2"
