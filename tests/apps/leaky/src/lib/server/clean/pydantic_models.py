"""Models of the request."""

from typing import ClassVar

from pydantic import BaseModel, Field, PrivateAttr


class Item(BaseModel):
    name: str
    tags: list[str] = Field(default_factory=list)


class Basket(BaseModel):
    kinds: ClassVar[tuple[str, ...]] = ("big", "small")
    owner: str
    items: list[Item] = []
    _changes: list[str] = PrivateAttr(default_factory=list)

    def add(self, name):
        self.items.append(Item(name=name, tags=[self.owner]))
        self._changes.append(name)


def use(event):
    basket = Basket(owner=str(event.locals.user))
    basket.add(event.url.search_params.get("q"))
    return basket.model_dump_json()
