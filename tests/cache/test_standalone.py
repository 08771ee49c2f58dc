"""`lissome.cache` is a package of its own: it works without the rest of lissome."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import asyncio
import sys


class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("lissome.") and not f"{name}.".startswith("lissome.cache."):
            raise ImportError(f"{name} is not part of lissome.cache")


sys.meta_path.insert(0, Refuse())

from lissome.cache import Cache, CacheError, UserCache, cached, use_store

loads = []


@cached(size=10, ttl=60)
async def double(number: int) -> int:
    loads.append(number)
    return 2 * number


class Nowhere:
    async def get_or_load(self, namespace, key, load):
        return (await load()).kept

    async def put(self, namespace, key, entry): ...

    async def forget(self, namespace, group, key): ...

    async def close(self): ...


async def main():
    names = Cache[int, str]("names", size=10, ttl=60)
    carts = UserCache[str, list[int]]("carts", size=10, ttl=60)
    found = await asyncio.gather(*(names.get(1, lambda: "Ann") for _ in range(3)))
    await carts.of("ann").set("current", [1, 2])
    print(found, await carts.of("ann").get("current", lambda: []), await double(2), await double(2), loads)
    with use_store(Nowhere()):
        print(await names.get(2, lambda: "Bob"))
    try:
        await names.get(object(), lambda: "")
    except CacheError as failure:
        print(type(failure).__mro__[1].__name__)


asyncio.run(main())
print(sorted(name for name in sys.modules if name.startswith("lissome") and "lissome.cache" not in name))
"""


def test_a_plain_asyncio_program_uses_it() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == [
        "['Ann', 'Ann', 'Ann'] [1, 2] 4 4 [2]",
        "Bob",
        "Exception",
        "['lissome']",
    ]
