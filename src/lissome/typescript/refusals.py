"""The type of lissome's own answer to a form that does not fit an action's model.

`lissome.server.forms.rejection` makes it: ``{"errors": {field: message}, "values": {field: text}}``.
"""

from __future__ import annotations

import json

from lissome.server.forms.rejection import is_secret
from lissome.server.forms.shape import Shape


def refusal(form: Shape) -> str:
    """Return the type of the answer to a form of this shape."""
    errors, values = ['""?: string'], []
    for name, shape in form.fields():
        key = json.dumps(name)
        errors.append(f"{key}?: string")
        if not is_secret(name, shape):
            values.append(f"{key}?: {'Array<string>' if shape.is_list else 'string'}")
        if shape.has_inside:
            errors += [f"[inside: {pattern}]: string | undefined" for pattern in _inside(name)]
            values += [
                f"[inside: {pattern}]: string | Array<string> | undefined" for pattern in _inside(name)
            ]
    return f"{{ errors: {{ {'; '.join(errors)} }}; values: {{ {'; '.join(values)} }} }}"


def _inside(name: str) -> tuple[str, str]:
    """Return the types of the names of fields inside of another: ``lines[0].price``."""
    return f"`{name}[${{string}}`", f"`{name}.${{string}}`"
