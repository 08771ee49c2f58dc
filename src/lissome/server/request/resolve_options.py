"""The options of `resolve(event, …)`, and what becomes of them when several `handle` hooks give some.

As in SvelteKit: https://svelte.dev/docs/kit/hooks
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TypedDict


class Preload(TypedDict):
    """What the `preload` option decides about."""

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
    preload: Callable[[Preload], bool]


def resolve_options(
    transform_page_chunk: Callable[[str], str | Awaitable[str]] | None,
    filter_serialized_response_headers: Callable[[str, str], bool] | None,
    preload: Callable[[Preload], bool] | None,
) -> ResolveOptions:
    """The options that were given."""
    options: ResolveOptions = {}
    if transform_page_chunk is not None:
        options["transform_page_chunk"] = transform_page_chunk
    if filter_serialized_response_headers is not None:
        options["filter_serialized_response_headers"] = filter_serialized_response_headers
    if preload is not None:
        options["preload"] = preload
    return options


def merge_options(outer: ResolveOptions, inner: ResolveOptions) -> ResolveOptions:
    """Options of an outer handle and of the next one."""
    merged: ResolveOptions = {**inner, **outer}
    first, last = inner.get("transform_page_chunk"), outer.get("transform_page_chunk")
    if first is not None and last is not None:

        async def both(html: str) -> str:
            return await text_of(last(await text_of(first(html))))

        merged["transform_page_chunk"] = both
    return merged


async def text_of(value: str | Awaitable[str] | None) -> str:
    """What `transform_page_chunk` gave: no text is an empty one."""
    return (await value if inspect.isawaitable(value) else value) or ""
