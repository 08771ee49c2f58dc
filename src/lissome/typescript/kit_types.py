"""SvelteKit's `$types.d.ts`, with the types of Python modules.

SvelteKit reads the exports of a module from its text, and sees none in Python: it writes ``null`` for the
data of a load. In a copy, these lines are replaced by references to the declarations beside it.
"""

from __future__ import annotations

import re
from typing import Final

_LOADED: Final = "Expand<OptionalUnion<EnsureDefined<Awaited<ReturnType<typeof import('./{file}').load>>>>>"
_MERGED: Final = "Expand<Omit<{kind}ParentData, keyof {kind}ServerData> & EnsureDefined<{kind}ServerData>>"
_ACTIONS: Final = """\
type PythonActions = typeof import('./+page.server.js').actions;
type ActionResults = { [name in keyof PythonActions]: Awaited<ReturnType<PythonActions[name]>> };
type ActionResult = ActionResults[keyof PythonActions];
type ActionFailureData<T> = T extends Kit.ActionFailure<infer data> ? data : never;
export type SubmitFunction = import('$app/forms').SubmitFunction<
    Expand<Exclude<ActionResult, Kit.ActionFailure<any>>>,
    Expand<ActionFailureData<ActionResult>>
>;
export type ActionData = Expand<Kit.AwaitedActions<PythonActions>> | null;"""


def with_load(text: str, kind: str) -> str:
    """Return the types of a route whose page or layout has a load in Python.

    Args:
        text: of a `$types.d.ts`.
        kind: "Page" or "Layout".
    """
    loaded = _LOADED.format(file=f"+{kind.lower()}.server.js")
    text = re.sub(
        rf"export type {kind}ServerData = (?:null|unknown);",
        lambda _: f"export type {kind}ServerData = {loaded};",
        text,
    )
    return text.replace(
        f"export type {kind}Data = Expand<{kind}ParentData>;",
        f"export type {kind}Data = {_MERGED.format(kind=kind)};",
    )


def with_actions(text: str) -> str:
    """Return the types of a route whose page has form actions in Python."""
    return text.replace("export type ActionData = unknown;", _ACTIONS)


def with_endpoint(text: str) -> str:
    """Return the types of a route that has an endpoint in Python."""
    return f"{text.rstrip()}\nexport type EndpointData = import('./+server.js').EndpointData;\n"
