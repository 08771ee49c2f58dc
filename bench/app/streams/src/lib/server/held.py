"""What requests hold: everything that is opened for one is counted, until it is closed."""

from collections import Counter
from contextlib import asynccontextmanager, contextmanager

held: Counter[str] = Counter()  # lissome: shared -- the subject of the measurement


@contextmanager
def counted(kind):
    """One more of `kind` for as long as the block runs, however it ends."""
    held[kind] += 1
    try:
        yield
    finally:
        held[kind] -= 1


@asynccontextmanager
async def connection():
    """Stands for one of a pool."""
    with counted("connections"):
        yield
