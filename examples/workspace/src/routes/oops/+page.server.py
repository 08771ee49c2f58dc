from typing import NoReturn

from lissome import PageServerLoadEvent


def load(event: PageServerLoadEvent) -> NoReturn:
    """Fails on purpose: this is how a bug looks to a visitor."""
    raise RuntimeError("this page is broken on purpose")
