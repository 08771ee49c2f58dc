"""From the flat fields of a form to the nested input of its model: ``address.city``, ``lines[0].price``."""

from __future__ import annotations

import re
from typing import Any, Final, cast

from starlette.datastructures import FormData, UploadFile

from lissome.server.forms.shape import Path, Shape

# `a.b`, `a[0]`, `a[]`: what field names in HTML may look like. Anybody can send any name: one that is deeper
# than a form needs is taken as it is, so that it costs no more than its length.
_PART = re.compile(r"([^.\[\]]+)|\[([0-9]{0,3})\]")
_MAX_DEPTH: Final = 16

Groups = dict[str, list[str | UploadFile]]


def group(fields: FormData) -> Groups:
    """Return the values of each name. Asking the form for each name would cost the square of its size."""
    groups: Groups = {}
    for name, value in fields.multi_items():
        groups.setdefault(name, []).append(value)
    return groups


def nest(groups: Groups, shape: Shape) -> dict[str, Any]:
    """Return the submitted fields in the shape of the model.

    A field that occurs more than once, ends in ``[]``, or is a list in the model, becomes a list. Browsers
    send an empty input as an empty text: that is left out unless it is a value there.
    """
    nested: dict[str, Any] = {}
    for name, all_values in groups.items():
        path = path_of(name)
        place = shape.at(path)
        item = place.below(None) if place.is_list else place
        values = [value for value in all_values if value != "" or item.takes_empty_text]
        if values:
            is_list = len(values) > 1 or name.endswith("[]") or place.is_list
            _put(nested, path, values if is_list else values[0])
    return cast("dict[str, Any]", _lists(nested))


def path_of(name: str) -> Path:
    """Return the steps of a name. A name of another form is itself."""
    path: Path = []
    end = 0
    for match in _PART.finditer(name):
        if len(path) > _MAX_DEPTH or name[end : match.start()] not in ("", "."):
            return [name]
        text, index = match.groups()
        path.append(text if text is not None else int(index) if index else None)
        end = match.end()
    usable = path and end == len(name) and len(path) <= _MAX_DEPTH and isinstance(path[0], str)
    return path if usable else [name]


def _put(target: dict[str, Any], path: Path, value: Any) -> None:
    steps = [step for step in path if step is not None]
    for step in steps[:-1]:
        inner = target.setdefault(cast("str", step), {})
        if not isinstance(inner, dict):
            return  # `a` and `a.b` were both sent: the first one counts, the model will judge it
        target = inner
    target.setdefault(cast("str", steps[-1]), value)


def _lists(value: Any) -> Any:
    """Turn dictionaries whose keys are all numbers into lists, from the leaves up."""
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    if inner and all(isinstance(key, int) for key in inner):
        return [inner[key] for key in sorted(inner)]
    return {str(key): item for key, item in inner.items()}
