from datetime import UTC, datetime


async def product(product_id: int) -> dict[str, object] | None:
    if product_id != 7:
        return None
    return {"name": "Kettle", "price": 30, "changed": datetime(2026, 1, 1, tzinfo=UTC)}


async def rename(product_id: int, name: str) -> None: ...


async def rate(currency: str) -> float:
    return 1.1


async def cart(user_id: int) -> list[str]:
    return ["kettle"]
