"""The server's side of sveltekit-superforms 3, made of pydantic models."""

from contextlib import suppress
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from lissome import RequestEvent, error
from lissome.codec import DecodeError, parse

Model = TypeVar("Model", bound=BaseModel)
Object = dict[str, Any]

EMPTY = {"string": "", "integer": 0, "number": 0, "boolean": False, "array": [], "object": {}}
ATTRIBUTES = {"minLength": "minlength", "maxLength": "maxlength", "pattern": "pattern", "multipleOf": "step"}
LIMITS = {"minimum": "min", "maximum": "max", "minItems": "min", "maxItems": "max"}
EXCLUSIVE = {"exclusiveMinimum": ("min", 1), "exclusiveMaximum": ("max", -1)}


def form(model: type[BaseModel], data: Object | None = None, *, form_id: str = "") -> Object:
    """Return the form for a load, empty or with data; two forms of a page need different ids."""
    blank, attributes, shape = described(model)
    state = {"valid": False, "errors": {}, "data": blank} if data is None else checked(model, data)[0]
    more = {"constraints": attributes, "shape": shape}
    return {"id": form_id or model.__name__, "posted": False, **state, **more}


async def posted(event: RequestEvent, model: type[Model]) -> tuple[Object, Model | None]:
    """Return the form for an action, and what was sent as an instance of the model; None if not valid."""
    fields = await event.request.form()
    state, value = checked(model, sent(fields, model))
    return {"id": str(fields.get("__superform_id", model.__name__)), "posted": True, **state}, value


def sent(fields: FormData, model: type[BaseModel]) -> Any:
    if "__superform_json" in fields:  # a form with `dataType: 'json'`
        try:
            return parse("".join(map(str, fields.getlist("__superform_json"))), undefined=None)
        except DecodeError as failure:
            error(400, str(failure))
    values: Object = {}
    for name, schema in model.model_json_schema()["properties"].items():
        kinds = {kind.get("type") for kind in [schema, *schema.get("anyOf", ())]}
        texts = [text for text in fields.getlist(name) if isinstance(text, str)]
        if "array" in kinds:
            values[name] = texts
        elif "boolean" in kinds:  # a checkbox that is not checked is not sent
            values[name] = texts[-1:] not in ([], [""], ["false"])
        elif texts and (texts[-1] or kinds & {"null", "string"}):  # an empty number is missing
            text = texts[-1] or (None if "null" in kinds else "")
            values[name] = text if "string" in kinds else number(text)
    return values


def number(text: Any) -> Any:
    for kind in (int, float):
        with suppress(TypeError, ValueError):
            return kind(text)
    return text


def checked(model: type[Model], values: Any) -> tuple[Object, Model | None]:
    try:
        value = model.model_validate(values)
    except ValidationError as failure:
        blank, _, shape = described(model)
        return {"valid": False, "errors": errors_of(failure, shape), "data": merged(blank, values)}, None
    return {"valid": True, "errors": {}, "data": value.model_dump(mode="json", by_alias=True)}, value


def merged(blank: Any, values: Any) -> Any:
    """Return the values that the model knows, and blank ones where they are missing or of another kind."""
    for kind in (dict, list):
        if blank is not None and isinstance(blank, kind) != isinstance(values, kind):
            return blank
    if not blank or not isinstance(blank, dict):
        return values
    return {name: merged(part, values.get(name, part)) for name, part in blank.items()}


def errors_of(failure: ValidationError, shape: Object) -> Object:
    """Return messages by place: `{name: […], lines: {"0": {item: […]}, _errors: […]}, _errors: […]}`."""
    errors: Object = {}
    for problem in failure.errors(include_url=False):
        path: list[str] = []
        inside: Object | None = shape
        for name in problem["loc"]:
            if inside is not None:  # pydantic goes on with the names of a union's members
                path.append(str(name))
                inside = inside if isinstance(name, int) else inside.get(name)
        if inside is not None and not (path and isinstance(problem["loc"][-1], int)):
            path.append("_errors")
        place = errors
        for name in path[:-1]:
            place = place.setdefault(name, {})
        message = problem.get("ctx", {}).get("error", problem["msg"])  # a validator's ValueError
        place.setdefault(path[-1], []).append(str(message))
    return errors


def described(model: type[BaseModel]) -> tuple[Object, Object, Object]:
    """Return the fields' blank values, their inputs' attributes, and which of them are objects or lists."""
    schema = model.model_json_schema()
    blank, attributes, shape = described_part(schema, schema.get("$defs", {}), optional=False)
    return blank, attributes, shape or {}


def described_part(schema: Object, models: Object, *, optional: bool) -> tuple[Any, Object, Object | None]:
    if "$ref" in schema:
        schema = models[schema["$ref"].rpartition("/")[2]] | schema
    if "anyOf" in schema:
        kinds = [kind for kind in schema["anyOf"] if kind != {"type": "null"}]
        nullable = len(kinds) < len(schema["anyOf"])
        blank, attributes, shape = described_part(kinds[0], models, optional=optional or nullable)
        return schema.get("default", None if nullable else blank), attributes, shape
    if "properties" in schema:
        required = schema.get("required", ())
        parts = {
            name: described_part(part, models, optional=name not in required)
            for name, part in schema["properties"].items()
        }
        blank = schema.get("default", {name: part[0] for name, part in parts.items()})
        attributes = {name: part[1] for name, part in parts.items() if part[1]}
        return blank, attributes, {name: part[2] for name, part in parts.items() if part[2] is not None}
    kind = schema.get("type", "")
    attributes = {name: schema[key] for key, name in (ATTRIBUTES | LIMITS).items() if key in schema}
    for key, (name, step) in EXCLUSIVE.items():
        if key in schema:
            attributes[name] = schema[key] + (step if kind == "integer" else 0)
    if not optional:
        attributes["required"] = True
    shape = {} if kind in {"array", "object"} else None
    if "items" in schema:
        _, inner, below = described_part(schema["items"], models, optional=optional)
        attributes, shape = inner or attributes, below or {}
    choices = [schema["const"]] if "const" in schema else schema.get("enum", [EMPTY.get(kind)])
    return schema.get("default", choices[0]), attributes, shape
