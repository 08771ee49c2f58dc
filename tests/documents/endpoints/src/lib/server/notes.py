"""What the guide on endpoints writes to."""

from dataclasses import dataclass


@dataclass
class Note:
    id: int
    text: str


_NOTES: list[Note] = []


async def latest(limit: int) -> list[Note]:
    return _NOTES[-limit:]


async def add(text: str) -> Note:
    note = Note(len(_NOTES) + 1, text)
    _NOTES.append(note)
    return note
