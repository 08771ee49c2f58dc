"""What the codec raises.

CodecError
├── EncodeError   a Python value that has no JavaScript equivalent
└── DecodeError   text from a client that is not what devalue would have written
"""

from typing import Self


class CodecError(ValueError):
    """Base of the codec's errors.

    Attributes:
        path: where, as one would write it in JavaScript: `data.items[3].price`.
        why: what is wrong there, and for encoding what to return instead.
    """

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def within(self, segment: str) -> Self:
        """Prefix the path while the error climbs out of the value, and return the error.

        Paths are built on the way out, because keeping one up to date on the way in would slow down
        every value that is fine.
        """
        self.path = segment + self.path
        return self


class EncodeError(CodecError):
    """A value cannot be sent to the browser.

    Raised by `stringify` and `uneval` for functions, generators, instances of classes that say nothing about
    how to be sent, objects with a `__proto__` key, and values nested too deeply.

    Attributes:
        value: the value at `path`.
    """

    def __init__(self, path: str, value: object, why: str) -> None:
        super().__init__(path, why)
        self.value = value

    def __str__(self) -> str:
        return f"Cannot send {self.path} to the browser: it {self.why}"

    def __reduce__(self) -> tuple[type[Self], tuple[str, object, str]]:
        return type(self), (self.path, self.value, self.why)


class DecodeError(CodecError):
    """Text is not a value that devalue's `stringify` would have written, or it is beyond the limits.

    Raised by `parse` only; nothing else comes out of it, whatever the text.
    """

    def __str__(self) -> str:
        return f"Cannot decode {self.path or 'the value'}: {self.why}"
