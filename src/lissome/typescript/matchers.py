"""The types of parameters by the matchers in src/params.server.py."""

from __future__ import annotations

import inspect
from types import ModuleType, NoneType
from typing import Any

from lissome.typescript.annotations import Types
from lissome.typescript.containers import union
from lissome.typescript.hints import Unknown, hints_of, union_members


def matcher_types(module: ModuleType) -> str:
    """Return the declarations of the matchers: a parameter is what its matcher returns, but None."""
    types = Types()
    functions = {
        name: function
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    lines = [f"\t{name}: ParamMatcher<{_value(function, types)}>;" for name, function in functions.items()]
    return "\n".join(
        [
            "// made by lissome, of the annotations in src/params.server.py",
            "import type { ParamMatcher } from '@sveltejs/kit/params';",
            "export const params: {",
            *lines,
            "};",
            "",
        ]
    )


def _value(function: Any, types: Types) -> str:
    returned = hints_of(function).get("return", Unknown)
    return union(types.of(each) for each in union_members(returned) if each not in (None, NoneType))
