"""The options of `resolve(event, …)`: https://svelte.dev/docs/kit/hooks#Server-hooks-handle"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TypedDict, cast


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
        TypeError: there is no option of that name.
    """
    unknown = next((name for name in options if name not in ResolveOptions.__annotations__), None)
    if unknown is not None:
        known = ", ".join(ResolveOptions.__annotations__)
        msg = f"resolve() got an unexpected option {unknown!r}; there are {known}"
        raise TypeError(msg)
    given = {name: value for name, value in options.items() if value is not None}
    return cast("ResolveOptions", given)


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
    """Return what `transform_page_chunk` makes of the HTML; nothing is an empty text."""
    result = transform(html)
    return (await result if inspect.isawaitable(result) else result) or ""
