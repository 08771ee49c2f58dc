"""What the guide on loading data reads from."""

import asyncio
from dataclasses import dataclass


@dataclass
class Post:
    title: str
    text: str


POSTS = {"hello": Post("Hello", "It begins.")}


async def find(slug: str) -> Post | None:
    return POSTS.get(slug)


async def count_drafts() -> int:
    return 3


async def comments() -> list[str]:
    await asyncio.sleep(0)
    return ["Well said"]
