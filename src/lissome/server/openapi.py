"""The app's endpoints as an OpenAPI 3.1 document, from the annotations of their handlers.

It is made when somebody first asks for it, by pydantic's own generator of JSON Schema, and then kept. Pages
and form actions are not in it: they have no interface but the browser's.
Source: https://spec.openapis.org/oas/v3.1.1.html
"""

from __future__ import annotations

import inspect
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_json
from starlette.responses import Response

from lissome.errors import AppError
from lissome.routing.resolve_route import without_groups
from lissome.routing.route_id import SEGMENT_PART, params_of
from lissome.server.forms.request import MULTIPART, URLENCODED
from lissome.server.inputs.signature import Signature
from lissome.server.inputs.typed_function import TypedFunction, app_function
from lissome.server.inputs.values import QueryInput
from lissome.server.responses import BytesResponse
from lissome.server.startup.routes import Endpoint, ServerRoute

logger = logging.getLogger("lissome.server")

_REFS: Final = "#/components/schemas/{model}"
_ERROR: Final = "AppError"
_JSON: Final = "application/json"
_TEXT: Final = {"type": "string"}.items()

Mode = Literal["validation", "serialization"]
Json = dict[str, Any]


class OpenApi:
    """The document of an app.

    Args:
        routes: of the app.
        title: its name.
        base: its base path.
    """

    def __init__(self, routes: Sequence[ServerRoute], title: str, base: str) -> None:
        self._routes = routes
        self._title = title
        self._base = base
        self._text: bytes | None = None

    def __call__(self, _event: object) -> Response:
        """Answer a request for the document, as the handler of an endpoint."""
        if self._text is None:
            # orjson has no integers of more than 64 bits, which a limit may be
            self._text = to_json(self.document(), inf_nan_mode="null", serialize_unknown=True)
        return BytesResponse(self._text, 200, [(b"content-type", b"application/json")])

    def document(self) -> Json:
        """Return the document."""
        schemas = _Schemas()
        operations = [
            (path, method.lower(), _operation(schemas, f"{method} {path}", route, handler))
            for route in self._routes
            if route.endpoint is not None
            for path in _paths(route.id)
            for method, handler in route.endpoint.handlers.items()
            if method != "QUERY"  # OpenAPI has it from 3.2 on
        ]
        found, components = schemas.generate()
        error = _ERROR
        while error in components:  # a model of the app
            error += "_"
        paths: Json = {}
        for path, method, operation in operations:
            paths.setdefault(path, {})[method] = operation.written(path, found, components, error)
        _tell_apart(operation for methods in paths.values() for operation in methods.values())
        return {
            "openapi": "3.1.0",
            "info": {"title": self._title, "version": "0"},
            "servers": [{"url": self._base or "/"}],
            "paths": paths,
            "components": {"schemas": {**components, error: _error_schema()}},
        }


def _tell_apart(operations: Iterable[Json]) -> None:
    """Give each operation an id of its own: those of `/a/b` and `/a-b` would be the same."""
    taken: Counter[str] = Counter()
    for operation in operations:
        name = operation["operationId"]
        taken[name] += 1
        if taken[name] > 1:
            operation["operationId"] = f"{name}__{taken[name]}"


def openapi_route(path: str, routes: Sequence[ServerRoute], title: str, base: str) -> ServerRoute:
    """Return the route of the document; the app's `handle` and the guard of src/routes see its requests.

    Args:
        path: below the base path.

    Raises:
        AppError: the app has a route of this path.
    """
    if any(without_groups(route.id) == path for route in routes):
        msg = f"[tool.lissome] openapi = {path!r} is a route of the app already; write another path"
        raise AppError(msg)
    endpoint = Endpoint({"GET": OpenApi(routes, title, base)}, None, file="[tool.lissome] openapi")
    return ServerRoute(path, f"^{re.escape(path)}$", (), "never", None, endpoint)


def _paths(route_id: str) -> Iterator[str]:
    """Yield the paths of a route; one that has optional parameters has a path with and one without each."""
    optional = [param.name for param in params_of(route_id) if param.optional]
    for left_out in (optional[:count] for count in range(len(optional) + 1)):
        segments = [_segment(one, left_out) for one in without_groups(route_id).split("/")]
        yield "/" + "/".join(filter(None, segments))


def _segment(segment: str, left_out: Iterable[str]) -> str:
    def written(part: re.Match[str]) -> str:
        if part["escape"]:
            return "".join(chr(int(code, 16)) for code in part["code"].split("-"))
        return "" if part["name"] in left_out else f"{{{part['name']}}}"

    return SEGMENT_PART.sub(written, segment)


class _LenientSchema(GenerateJsonSchema):
    """Types without a JSON Schema, such as a class of the app's own, are any value."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> Json:  # noqa: ARG002
        return {}


class _Schemas:
    """The schemas of all types, generated together, so that models of one name are told apart."""

    def __init__(self) -> None:
        self._inputs: list[tuple[str, Mode, TypeAdapter[Any]]] = []

    def add(self, key: str, mode: Mode, adapter: TypeAdapter[Any] | None) -> str:
        """Ask for a type's schema, which is found by the key."""
        if adapter is not None:
            self._inputs.append((key, mode, adapter))
        return key

    def generate(self) -> tuple[dict[str, Json], Json]:
        """Return the schemas by key, and the models that they refer to by name."""
        try:
            found, document = self._generated()
        except Exception:  # noqa: BLE001 - the app's code runs; one type must not cost the whole document
            self._inputs = [each for each in self._inputs if _has_schema(*each)]
            found, document = self._generated()
        return {key: schema for (key, _), schema in found.items()}, document.get("$defs", {})

    def _generated(self) -> tuple[dict[tuple[str, Mode], Json], Json]:
        return TypeAdapter.json_schemas(self._inputs, ref_template=_REFS, schema_generator=_LenientSchema)


def _has_schema(key: str, mode: Mode, adapter: TypeAdapter[Any]) -> bool:
    """True if a type has a JSON Schema; what has none is logged."""
    try:
        adapter.json_schema(mode=mode, schema_generator=_LenientSchema)
    except Exception as failure:  # noqa: BLE001 - as above
        logger.warning("OpenAPI: %s is left out, because it has no JSON Schema: %s", key, failure)
        return False
    return True


@dataclass(slots=True)
class _Operation:
    """A handler and the keys of its schemas."""

    key: str
    run: Callable[..., Any]
    route: dict[str, str] = field(default_factory=dict)
    query: list[tuple[str, bool, str]] = field(default_factory=list)
    models: list[str] = field(default_factory=list)
    body: tuple[str, bool, bool] | None = None
    result: str | None = None

    def written(self, path: str, schemas: Mapping[str, Json], components: Json, error: str) -> Json:
        """Return the operation as the document has it."""
        text = inspect.getdoc(self.run) or ""
        summary, _, description = text.partition("\n\n")
        names = re.findall(r"\{([^}]+)\}", path)
        parameters = [_parameter(one, "path", schemas.get(self.route.get(one, ""))) for one in names]
        for name, is_required, key in self.query:
            parameters.append(_parameter(name, "query", schemas.get(key), is_required=is_required))
        for key in self.models:
            parameters += _of_model(schemas.get(key, {}), components)
        made: Json = {"operationId": re.sub(r"\W+", "_", self.key).strip("_").lower()}
        made |= {"summary": " ".join(summary.split())} if summary else {}
        made |= {"description": description} if description else {}
        made |= {"parameters": parameters} if parameters else {}
        if self.body is not None:
            key, takes_forms, is_optional = self.body
            types = [_JSON, *([URLENCODED, MULTIPART] if takes_forms else [])]
            content = {kind: {"schema": schemas.get(key, {})} for kind in types}
            made["requestBody"] = {"required": not is_optional, "content": content}
        return made | {
            "responses": self._responses(None if self.result is None else schemas.get(self.result), error)
        }

    def _responses(self, result: Json | None, error: str) -> Json:
        ok: Json = {"description": "OK"}
        if result is not None:
            kind = "text/plain" if result.items() == _TEXT else _JSON
            ok["content"] = {kind: {"schema": result}}
        told_by = {"schema": {"$ref": _REFS.format(model=error)}}
        failures = {
            "400": ("The query or the body is malformed.", bool(self.query or self.models or self.body)),
            "404": ("A parameter of the path does not fit.", bool(self.route)),
            "415": ("The body has another type.", self.body is not None),
            "422": ("The body does not fit.", self.body is not None),
        }
        told = {
            status: {"description": text, "content": {_JSON: told_by}}
            for status, (text, may_be) in failures.items()
            if may_be
        }
        return {"200": ok, **told}


def _operation(schemas: _Schemas, key: str, route: ServerRoute, handler: Callable[..., Any]) -> _Operation:
    run = app_function(handler)
    made = _Operation(key, run)
    result = _adapter_of_result(route, run)
    made.result = None if result is None else schemas.add(f"{key} result", "serialization", result)
    if not isinstance(handler, TypedFunction):
        return made
    for one in handler.inputs.route:
        if one.adapter is not None:
            made.route[one.name] = schemas.add(f"{key} path {one.name}", "validation", one.adapter)
    for each in handler.inputs.query:
        asked = schemas.add(f"{key} query {each.name}", "validation", each.adapter)
        if isinstance(each, QueryInput):
            made.query.append((each.key, each.default is None, asked))
        else:
            made.models.append(asked)
    if handler.body is not None:
        form = handler.body.form
        asked = schemas.add(f"{key} body", "validation", form.adapter)
        made.body = (asked, bool(form.shape.models), form.is_optional)
    return made


def _adapter_of_result(route: ServerRoute, run: Callable[..., Any]) -> TypeAdapter[Any] | None:
    """Return the type that a handler returns; None if that is a response, or says nothing."""
    try:
        signature = Signature(route.id, run, ())
        annotation = signature.annotation("return")
        if annotation in (None, type(None), Any) or _is_response(annotation):
            return None
        return signature.adapter(annotation, "its result")
    except AppError:
        return None


def _is_response(annotation: object) -> bool:
    return isinstance(annotation, type) and annotation.__module__.partition(".")[0] in ("starlette", "httpx")


def _parameter(name: str, place: str, schema: Json | None, *, is_required: bool = True) -> Json:
    made: Json = {"name": name, "in": place, "required": is_required, "schema": schema or {"type": "string"}}
    description = made["schema"].get("description")
    return made | ({"description": description} if description else {})


def _of_model(schema: Json, components: Json) -> Iterator[Json]:
    """Yield the fields of a model that the query is read as."""
    for one in (schema, *schema.get("anyOf", ())):
        model = components.get(one.get("$ref", "").rpartition("/")[2], one)
        for name, inner in model.get("properties", {}).items():
            is_required = name in model.get("required", ()) and one is schema
            yield _parameter(name, "query", inner, is_required=is_required)


def _error_schema() -> Json:
    return {
        "type": "object",
        "required": ["status", "message"],
        "properties": {
            "status": {"type": "integer"},
            "message": {"type": "string"},
            "errors": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
