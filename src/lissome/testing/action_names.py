"""Misspelled names of form actions, and advice for tests that have one."""

from __future__ import annotations

from urllib.parse import urlsplit

from lissome.routing.paths import decode_pathname
from lissome.server.runtime import Runtime


async def missing_action(runtime: Runtime, target: str) -> str:
    """Return why a form that is sent to `target` reaches no action, and what there is; ``""`` if one does.

    Args:
        target: path and query, as of the address bar: ``/users?/create``.
    """
    parts = urlsplit(target)
    base = runtime.manifest.paths.base
    try:
        found = await runtime.router.match(decode_pathname(parts.path.removeprefix(base)) or "/")
    except ValueError:
        return ""
    if found is None:
        return f"no route matches {parts.path}; `lissome routes` lists them"
    page = found[0].page
    if page is None or page.leaf.broken is not None:
        return ""
    actions = page.leaf.actions
    if not actions:
        return f"the page {parts.path} has no actions; write `actions` in its +page.server.py"
    named = next((part.partition("=")[0] for part in parts.query.split("&") if part.startswith("/")), "")
    name = named.removeprefix("/") or "default"
    if name in actions:
        return ""
    known = ", ".join(f'"{one}"' for one in actions)
    return (
        f'the page {parts.path} has no action "{name}"; there {"is" if len(actions) == 1 else "are"} {known}'
    )
