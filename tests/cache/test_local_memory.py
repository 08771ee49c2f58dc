"""The entries of a cache in this process."""

from __future__ import annotations

from lissome.cache.local_memory import MISSING, CacheEntry, CacheKey, LocalMemory


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_entry_has_its_own_time() -> None:
    clock = Clock()
    memory = LocalMemory(9, clock)
    memory[CacheKey("", "a")] = CacheEntry(1, 5)
    memory[CacheKey("", "b")] = CacheEntry(2, 9)
    clock.now = 6
    assert memory.get(CacheKey("", "a"), MISSING) is MISSING
    assert memory.get(CacheKey("", "b"), MISSING).kept == 2
    assert memory.evictions == 0


def test_the_least_recently_used_entry_is_evicted() -> None:
    memory = LocalMemory(2, Clock())
    for name in "ab":
        memory[CacheKey("", name)] = CacheEntry(name, 5)
    assert memory.get(CacheKey("", "a")) is not None
    memory[CacheKey("", "c")] = CacheEntry("c", 5)
    assert {key.key for key in memory} == {"a", "c"}
    assert memory.evictions == 1


def test_forgetting() -> None:
    def memory() -> LocalMemory:
        memory = LocalMemory(9, Clock())
        for group, key in (("", "a"), ("ann", "a"), ("ann", "b"), ("bob", "a")):
            memory[CacheKey(group, key)] = CacheEntry(1, 5)
        return memory

    def left(group: str | None, name: str | None) -> list[tuple[str, str]]:
        remaining = memory()
        remaining.forget(group, name)
        return sorted((key.group, key.key) for key in remaining)

    assert left("ann", "a") == [("", "a"), ("ann", "b"), ("bob", "a")]
    assert left("ann", None) == [("", "a"), ("bob", "a")]
    assert left("", None) == [("ann", "a"), ("ann", "b"), ("bob", "a")]
    assert left(None, None) == []
