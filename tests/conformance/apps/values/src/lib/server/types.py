from typing import Any


class Vec:
    def __init__(self, x: Any, y: Any) -> None:
        self.x = x
        self.y = y


class Box:
    def __init__(self, inner: Any) -> None:
        self.inner = inner


class Never:
    pass
