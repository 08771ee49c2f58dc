"""The options of `resolve(event, …)`: https://svelte.dev/docs/kit/hooks#Server-hooks-handle"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import TypedDict, cast

from lissome.described import described, not_named
from lissome.errors import AppError


class PreloadFile(TypedDict):
    """A file for which the `preload` option is called."""

    type: str
    path: str


class ResolveOptions(TypedDict, total=False):
    """The options of `resolve(event, …)`, as in SvelteKit.

    transform_page_chunk: changes the page's HTML; gets it whole.
    filter_serialized_response_headers: which headers of responses that a universal load fetched go to the
        browser; default none.
    preload: which files get a preload link; default scripts and styles.
    """

    transform_page_chunk: Callable[[str], str | Awaitable[str]]
    filter_serialized_response_headers: Callable[[str, str], bool]
    preload: Callable[[PreloadFile], bool]


def check_options(options: ResolveOptions) -> ResolveOptions:
    """Return the options that say something.

    Raises:
        TypeError: there is no option of that name, or it is no function.
    """
    for name, value in options.items():
        if name not in ResolveOptions.__annotations__:
            raise TypeError(f"resolve(event, {name}=…): {_instead(name)}")
        if value is not None and not callable(value):
            msg = f"resolve(event, {name}=…) takes a function, not {described(value)}"
            raise TypeError(msg)
    given = {name: value for name, value in options.items() if value is not None}
    return cast("ResolveOptions", given)


def _instead(name: str) -> str:
    known = {one.replace("_", ""): one for one in ResolveOptions.__annotations__}
    right = known.get(name.replace("_", "").lower())
    return f"write {right}=" if right else f"there are {', '.join(ResolveOptions.__annotations__)}"


def wrong_call(event: object, given: Sequence[object]) -> TypeError:
    """Return the error for a call of `resolve` that is not ``resolve(event, name=…)``."""
    if given:
        instead = "await resolve(event, transform_page_chunk=…)"
        return TypeError(not_named("resolve(event", given[0], instead))
    what = "without its event" if event is None else f"with {described(event)}"
    return TypeError(f"resolve was called {what}; write: return await resolve(event)")


def merge_options(outer: ResolveOptions, inner: ResolveOptions) -> ResolveOptions:
    """Return the options of an outer handle and of the next one as one."""
    merged: ResolveOptions = {**inner, **outer}
    first, last = inner.get("transform_page_chunk"), outer.get("transform_page_chunk")
    if first is not None and last is not None:

        async def both(html: str) -> str:
            return await transformed(last, await transformed(first, html))

        merged["transform_page_chunk"] = both
    return merged


async def transformed(transform: Callable[[str], str | Awaitable[str]], html: str) -> str:
    """Return what `transform_page_chunk` makes of the HTML; nothing is an empty text.

    Raises:
        AppError: it returned something else than a text.
    """
    result = transform(html)
    changed: object = (await result if inspect.isawaitable(result) else result) or ""
    if not isinstance(changed, str):
        msg = f"transform_page_chunk returned {described(changed)}; it gets and returns a text"
        raise AppError(msg)
    return changed
