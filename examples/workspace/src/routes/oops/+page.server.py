from typing import NoReturn

from lissome import ServerLoadEvent


def load(event: ServerLoadEvent) -> NoReturn:
    """Fails on purpose: this is how a bug looks to a visitor."""
    raise RuntimeError("this page is broken on purpose")
