"""A form model, kept by an action."""

from pydantic import BaseModel


class Signup(BaseModel):
    item: str


drafts = []


def keep(form):
    drafts.append(form)  # LEAK kept, growth, shared
    return {"count": len(drafts)}
