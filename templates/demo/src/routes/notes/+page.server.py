from datetime import datetime
from typing import Annotated, TypedDict

from lissome import action
from pydantic import BaseModel, StringConstraints
from sqlalchemy import delete, select

from lib.server.app import Event, LoadEvent, signed_in
from lib.server.models import Note


class NoteView(TypedDict):
    """A note, as the page shows it."""

    id: int
    text: str
    created_at: datetime


class PageData(TypedDict):
    """What the page gets as `data`."""

    notes: list[NoteView]


class NewNote(BaseModel):
    """What the form sends."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class OneNote(BaseModel):
    """Which note."""

    id: int


async def load(event: LoadEvent) -> PageData:
    mine = select(Note).where(Note.user_id == signed_in(event).id).order_by(Note.id.desc())
    async with event.app.sessions() as session:
        notes = await session.scalars(mine.limit(100))
    return {
        "notes": [
            {"id": note.id, "text": note.text, "created_at": note.created_at} for note in notes
        ]
    }


@action
async def add(event: Event, form: NewNote) -> None:
    async with event.app.sessions.begin() as session:
        session.add(Note(user_id=signed_in(event).id, text=form.text))


@action
async def remove(event: Event, form: OneNote) -> None:
    """Remove a note of one's own; the numbers of others change nothing."""
    mine = delete(Note).where(Note.id == form.id, Note.user_id == signed_in(event).id)
    async with event.app.sessions.begin() as session:
        await session.execute(mine)
