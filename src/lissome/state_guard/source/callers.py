"""The functions that run for the same request, as far as the calls in the source tell."""

from __future__ import annotations

from typing import Final

from lissome.state_guard.source.functions import FunctionSource
from lissome.state_guard.source.request_flow import RequestFlow

_DEEPEST: Final = 4


def may_run_together(flow: RequestFlow, first: FunctionSource, second: FunctionSource) -> bool:
    """True if one function calls both, if one of them calls the other, or if nothing calls the second."""
    return is_never_called(flow, second) or bool(_with_callers(flow, first) & _with_callers(flow, second))


def is_never_called(flow: RequestFlow, function: FunctionSource) -> bool:
    """True for a function that no code of the app calls, passes on, decorates or exports to lissome."""
    name = function.name
    is_special = name.startswith("__") or bool(getattr(function.node, "decorator_list", ()))
    is_used = any(flow.code.named(name, table) for table in ("calls", "passed"))
    return not (is_special or is_used or flow.is_handler(function))


def _with_callers(flow: RequestFlow, function: FunctionSource) -> set[FunctionSource]:
    found, level = {function}, [function]
    for _ in range(_DEEPEST):
        calls = [one.function for callee in level for one in flow.code.named(callee.name, "calls")]
        around = [callee.outer for callee in level]
        level = [one for one in (*calls, *around) if one is not None and one not in found]
        found.update(level)
    return found
