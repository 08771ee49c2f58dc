"""Explanations for values that cannot be sent, with what to return instead."""

import inspect
import io
import re
from collections.abc import AsyncIterable, Awaitable, Callable, Iterator
from types import ModuleType
from typing import Any, Final

_OR_TRANSPORT: Final = ", or add the type to the `transport` hook"

_Advice = tuple[Callable[[Any], bool], str]


def explain_unsupported(value: object) -> str:
    """Return the rest of a sentence that begins with "it": what the value is, and what to return instead."""
    for applies, text in _ADVICE:
        if applies(value):
            return text.format(name=getattr(value, "__name__", "?"), kind=_full_name(type(value)))
    return (
        f"is an instance of {_full_name(type(value))}, which does not say what of it to send. Return a dict, "
        f"a dataclass or a pydantic model made from it{_OR_TRANSPORT}."
    )


def without_transport(text: str) -> str:
    """Return an explanation for a value that no `transport` applies to."""
    return text.replace(_OR_TRANSPORT, "")


def _full_name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, kinds)


def _has(*names: str) -> Callable[[Any], bool]:
    return lambda value: any(hasattr(type(value), name) for name in names)


# The first that applies counts; special cases come before general ones.
_ADVICE: Final[tuple[_Advice, ...]] = (
    (_is(ModuleType), "is the module {name}. Return values from it."),
    (inspect.isclass, "is the class {name}. Return an instance's data, not the class."),
    (
        _is(Awaitable),
        "is awaitable ({kind}). Write `await` before it; only what `load` returns may be streamed.",
    ),
    (callable, "is a function ({kind} {name}). Call it, and return its result."),
    (_is(AsyncIterable), "is an asynchronous generator ({kind}). Return `[item async for item in …]`."),
    (_is(io.IOBase), "is an open file ({kind}). Return what you read from it."),
    (_is(re.Pattern), "is a Python pattern; JavaScript's syntax differs. Return `RegExp(source, flags)`."),
    (_is(BaseException), "is an exception ({kind}). Return its message, or raise `error(status, message)`."),
    (_is(Iterator), "is a generator or iterator ({kind}), read only once. Return `list(…)` of it."),
    (_has("get_secret_value"), "is a secret ({kind}). To show it to the user, return `.get_secret_value()`."),
    (
        _has("_sa_class_manager"),
        'is a SQLAlchemy object ({kind}). Return the columns the page needs: {{"id": row.id, …}}.',
    ),
    (_has("_meta"), "is a model instance ({kind}). Return the fields you need, or `model_to_dict(…)`."),
    (_has("tolist"), "is a {kind}. Return `.tolist()` of it."),
    (_has("to_dict"), "is a {kind}. Return `.to_dict()` of it."),
    (_has("keys"), "is a {kind}. Return `dict(…)` of it."),
)
