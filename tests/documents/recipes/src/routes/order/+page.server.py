from typing import Annotated

from lib.server import superforms
from pydantic import BaseModel, Field

from lissome import RequestEvent, ServerLoadEvent, fail


class Line(BaseModel):
    item: Annotated[str, Field(min_length=1)]
    count: Annotated[int, Field(ge=1)]


class Order(BaseModel):
    name: str
    lines: Annotated[list[Line], Field(max_length=2)]


async def load(event: ServerLoadEvent) -> dict[str, object]:
    return {"form": superforms.form(Order, {"name": "Ada", "lines": [{"item": "cup", "count": 1}]})}


async def send(event: RequestEvent) -> object:
    form, order = await superforms.posted(event, Order)
    if order is None:
        return fail(400, {"form": form})
    return {"form": form | {"message": " ".join(f"{line.count} {line.item}" for line in order.lines)}}


actions = {"default": send}
