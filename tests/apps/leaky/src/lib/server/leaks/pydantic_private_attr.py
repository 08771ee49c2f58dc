"""A private attribute of a model that lives as long as the module."""

from pydantic import BaseModel, PrivateAttr


class Ledger(BaseModel):
    name: str
    _entries: list = PrivateAttr(default_factory=list)

    def book(self, entry):
        self._entries.append(entry)  # LEAK kept, growth, shared
        return len(self._entries)


ledger = Ledger(name="main")


def use(event):
    return ledger.book({"by": event.locals.user})
