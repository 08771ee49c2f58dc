"""The exceptions of the codec.

CodecError
├── EncodeError   a Python value that has no JavaScript equivalent
└── DecodeError   a text from a client that devalue would not have written
"""

from typing import Self


class CodecError(ValueError):
    """The base of the codec's errors.

    Attributes:
        path: the place in the value, as a JavaScript expression: `data.items[3].price`.
        why: what is wrong there, and when encoding also what to return instead.
    """

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why

    def within(self, segment: str) -> Self:
        """Prefix the path with a segment, and return the error.

        Paths are built while the error propagates out of the value: to keep a path on the way in would slow
        down every value that can be encoded.
        """
        self.path = segment + self.path
        return self


class EncodeError(CodecError):
    """A value cannot be sent to the browser.

    Raised by `stringify` and `uneval` for functions, generators, instances of unsupported classes, objects
    with a `__proto__` key, and values that are nested too deeply.

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
    """A text is not one that devalue's `stringify` would have written, or it exceeds the limits.

    Raised by `parse`, which raises nothing else for any text.
    """

    def __str__(self) -> str:
        return f"Cannot decode {self.path or 'the value'}: {self.why}"
