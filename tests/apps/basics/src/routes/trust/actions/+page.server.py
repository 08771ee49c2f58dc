from pydantic import BaseModel

from lissome import fail


class Person(BaseModel):
    name: str
    age: int
    password: str = ""


async def empty(event):
    return {}


async def empty_failure(event):
    return fail(400, {})


async def typed(event, form: Person):
    return {"next_year": form.age + 1}


actions = {"empty": empty, "empty_failure": empty_failure, "typed": typed}
