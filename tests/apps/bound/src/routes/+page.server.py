from typing import TYPE_CHECKING

from pydantic import BaseModel
from stage import acts

from lissome import ServerLoadEvent

if TYPE_CHECKING:  # annotations of events are for type checkers: nobody evaluates them
    from stage import Locals, State


class Form(BaseModel):
    name: str = "nobody"


async def load(event: "ServerLoadEvent[Locals, State]") -> dict:
    return await acts.load(event)


async def act(event: "ServerLoadEvent[Locals, State]", form: "Form"):
    return await acts.action(event, form)


actions = {"default": act}
