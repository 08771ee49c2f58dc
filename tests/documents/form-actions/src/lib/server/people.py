"""What the guide on form actions writes to."""

_PEOPLE: dict[str, int] = {}


async def names() -> list[str]:
    return sorted(_PEOPLE)


async def add(name: str, age: int) -> None:
    _PEOPLE[name] = age


async def clear() -> None:
    _PEOPLE.clear()
