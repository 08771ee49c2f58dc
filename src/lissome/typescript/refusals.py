"""The type of lissome's own answer to a form that does not fit an action's model.

`lissome.server.forms.rejection` makes it: ``{"errors": {field: message}, "values": {field: text}}``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from lissome.server.forms.rejection import is_secret
from lissome.server.forms.shape import Shape
from lissome.typescript.containers import union


def refusal(forms: Iterable[Shape]) -> str:
    """Return the type of the answers to the forms of a page, of which each may be the one that was sent.

    So a component can read ``form.errors.name`` without asking first which form it was.
    """
    errors: dict[str, list[str]] = {'""': ["string"]}
    values: dict[str, list[str]] = {}
    for form in forms:
        for name, shape in form.fields():
            errors.setdefault(json.dumps(name), []).append("string")
            if not is_secret(name, shape):
                values.setdefault(json.dumps(name), []).append("Array<string>" if shape.is_list else "string")
            for inside in _inside(name, shape):
                errors.setdefault(inside, []).append("string | undefined")
                values.setdefault(inside, []).append("string | Array<string> | undefined")
    return f"{{ errors: {_object(errors)}; values: {_object(values)} }}"


def _object(members: dict[str, list[str]]) -> str:
    texts = (f"{name}{'' if name[0] == '[' else '?'}: {union(types)}" for name, types in members.items())
    return f"{{ {'; '.join(texts)} }}" if members else "{}"


def _inside(name: str, shape: Shape) -> Iterator[str]:
    """Yield the names of fields inside of another, ``lines[0].price``."""
    if shape.has_inside:
        yield f"[inside: `{name}[${{string}}`]"
        yield f"[inside: `{name}.${{string}}`]"
