"""Forms: the limits of multipart bodies, and typed form actions, `async def create(event, form: CreateUser)`.

The submitted fields are turned into the nested shape that the model has (``address.city``, ``tags``,
``lines[0].price``), validated by pydantic, and handed to the action. When they do not fit, the action is not
called: the page gets ``fail(400, {"errors": {field: message}, "values": {field: text}})``.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass
from types import NoneType, SimpleNamespace, UnionType
from typing import Annotated, Any, Final, Union, cast, get_args, get_origin, get_type_hints

from pydantic import BaseModel, SecretBytes, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from starlette.datastructures import FormData, UploadFile
from typing_extensions import Format, get_annotations

from lissome.control import ActionFailure
from lissome.errors import AppError
from lissome.private_apis.starlette import AwaitableForm
from lissome.server.request.starlette_request import TeachingRequest

# The limits of a multipart form; the form is answered 400 above them. `body_limit.py` has that of the whole
# body.
MAX_FILES: Final = 1000
MAX_FIELDS: Final = 1000
MAX_FIELD_SIZE: Final = 1024 * 1024  # bytes, of a part that is not a file

# `a.b`, `a[0]`, `a[]`: what field names in HTML may look like. Anybody can send any name: one that is deeper
# than a form needs is taken as it is, so that it costs no more than its length.
_PART = re.compile(r"([^.\[\]]+)|\[([0-9]{0,3})\]")
_MAX_DEPTH: Final = 16
_LISTS: Final = (list, set, tuple, frozenset)
# As a key it could change JavaScript's objects: devalue refuses it, and no form has such a field.
_UNSENDABLE: Final = "__proto__"
# Never sent back to the browser, whatever the model says.
_SECRET = re.compile(r"pass(word|wd|phrase|code)?|secret|token|api_?key|cvc|cvv|\bpin\b", re.IGNORECASE)


class FormRequest(TeachingRequest):
    """Starlette's request with our limits of multipart forms."""

    def form(
        self,
        *,
        max_files: float = MAX_FILES,
        max_fields: float = MAX_FIELDS,
        max_part_size: int = MAX_FIELD_SIZE,
    ) -> AwaitableForm:
        """Read the form; see Starlette's `Request.form`.

        Raises:
            HTTPException: 400, the form exceeds a limit or is malformed.
        """
        return super().form(max_files=max_files, max_fields=max_fields, max_part_size=max_part_size)


@dataclass(frozen=True, slots=True)
class Action:
    """A form action and the model of its input, if it has one."""

    run: Callable[..., Any]
    model: type[BaseModel] | None

    async def __call__(self, event: Any) -> Any:
        """Run the action for a request; returns what the page gets as `form`, or an ActionFailure."""
        if self.model is None:
            return await _settled(self.run(event))
        fields = await event.request.form()
        try:
            form = self.model.model_validate(nest(fields, self.model))
        except ValidationError as failure:
            return rejected(failure, fields, self.model)
        return await _settled(self.run(event, form))


def bind_action(file: str, name: str, run: Callable[..., Any]) -> Action:
    """Look at an action's signature, once at start.

    Raises:
        AppError: its second parameter is not annotated with a pydantic model that can be found.
    """
    parameters = list(inspect.signature(run).parameters.values())
    if len(parameters) < 2 or parameters[1].default is not inspect.Parameter.empty:
        return Action(run, None)
    parameter = parameters[1].name
    try:
        model = _evaluated(run, parameter)
    except NameError as failure:
        msg = f"{file}: action {name!r}: {failure}; annotations must name what the module defines or imports"
        raise AppError(msg) from failure
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        msg = (
            f"{file}: action {name!r} takes {parameter!r}, which must be annotated with a pydantic model: "
            f"async def {run.__name__}(event, {parameter}: CreateUser). Without it write only (event)."
        )
        raise AppError(msg)
    return Action(run, model)


def _evaluated(run: Callable[..., Any], parameter: str) -> Any:
    """Return the annotation of one parameter, or None.

    Only that is evaluated: the event's may name what only type checkers import.

    Raises:
        NameError: it names what the module does not know.
    """
    function = inspect.unwrap(run)
    annotations = get_annotations(function, format=Format.FORWARDREF)  # Python 3.14's evaluate all of them
    wanted = {key: value for key, value in annotations.items() if key == parameter}
    only = SimpleNamespace(__annotations__=wanted)
    return get_type_hints(only, getattr(function, "__globals__", None)).get(parameter)


def nest(fields: FormData, model: type[BaseModel]) -> dict[str, Any]:
    """The submitted fields in the shape of the model.

    A field that occurs more than once, ends in ``[]``, or is a list in the model, becomes a list. An empty
    text for a field that is not a plain string is left out: browsers send empty inputs as ``""``.
    """
    nested: dict[str, Any] = {}
    for name in dict.fromkeys(fields.keys()):
        values: list[Any] = list(fields.getlist(name))
        path = _path(name)
        many = len(values) > 1 or name.endswith("[]") or _is_list(model, path)
        if not many and values[0] == "" and not _takes_text(model, path):
            continue
        _put(nested, path, values if many else values[0])
    return cast("dict[str, Any]", _lists(nested))


def rejected(
    failure: ValidationError, fields: FormData, model: type[BaseModel]
) -> ActionFailure[dict[str, Any]]:
    """Return what the page gets when the input does not fit: a message for each field, and the values."""
    errors: dict[str, str] = {}
    for problem in failure.errors(include_url=False, include_context=True):
        name = _field_name(problem["loc"])
        errors.setdefault("" if name == _UNSENDABLE else name, _message(problem))
    return ActionFailure(400, {"errors": errors, "values": refill(fields, model)})


def refill(fields: FormData, model: type[BaseModel]) -> dict[str, Any]:
    """The submitted texts by field, without files and without what is a secret, or is called like one."""
    values: dict[str, Any] = {}
    for name in dict.fromkeys(fields.keys()):
        if name == _UNSENDABLE or _SECRET.search(name) or _is_secret(model, _path(name)):
            continue
        texts = [value for value in fields.getlist(name) if not isinstance(value, UploadFile)]
        if texts:
            values[name] = texts[0] if len(texts) == 1 and not name.endswith("[]") else texts
    return values


def _message(problem: ErrorDetails) -> str:
    if problem["msg"] == "Field required":  # pydantic's own words; the app's may have the same type
        return "This field is required."
    cause = problem.get("ctx", {}).get("error")
    text = str(cause) if isinstance(cause, ValueError) else problem["msg"]
    return text if text.endswith((".", "!", "?")) else text + "."


def _field_name(location: tuple[int | str, ...]) -> str:
    """The name in the HTML of the field that an error belongs to; ``""`` is the form as a whole."""
    name = ""
    for part in location:
        if isinstance(part, int):
            name += f"[{part}]"
        else:
            name += f".{part}" if name else part
    return name


def _path(name: str) -> list[str | int | None]:
    """``lines[0].price`` -> ``["lines", 0, "price"]``; ``[]`` -> None. A name of another form is itself."""
    path: list[str | int | None] = []
    end = 0
    for match in _PART.finditer(name):
        if len(path) > _MAX_DEPTH or name[end : match.start()] not in ("", "."):
            return [name]
        text, index = match.groups()
        path.append(text if text is not None else int(index) if index else None)
        end = match.end()
    usable = path and end == len(name) and len(path) <= _MAX_DEPTH and isinstance(path[0], str)
    return path if usable else [name]


def _put(target: dict[str, Any], path: list[str | int | None], value: Any) -> None:
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


def _annotation(model: type[BaseModel], path: list[str | int | None]) -> Any:
    """The annotation at the end of a path, or None where the path leaves the model."""
    annotation: Any = model
    for step in path:
        annotation = _below(_bare(annotation), step)
    return annotation


def _below(annotation: Any, step: str | int | None) -> Any:
    if not isinstance(step, str):
        items = get_args(annotation) if get_origin(annotation) in _LISTS else ()
        return items[0] if items else None
    if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return None
    fields = annotation.model_fields.items()
    return next((info.annotation for name, info in fields if step in {name, info.alias}), None)


def _bare(annotation: Any) -> Any:
    """An annotation without `Annotated` and without `| None`."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        others = [item for item in get_args(annotation) if item is not NoneType]
        return _bare(others[0]) if len(others) == 1 else annotation
    return annotation


def _is_list(model: type[BaseModel], path: list[str | int | None]) -> bool:
    annotation = _bare(_annotation(model, path))
    return (get_origin(annotation) or annotation) in _LISTS


def _is_secret(model: type[BaseModel], path: list[str | int | None]) -> bool:
    return _bare(_annotation(model, path)) in {SecretStr, SecretBytes}


def _takes_text(model: type[BaseModel], path: list[str | int | None]) -> bool:
    return _annotation(model, path) in (str, None, Any)


async def _settled(result: Any) -> Any:
    return await result if inspect.isawaitable(result) else result
