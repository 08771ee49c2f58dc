"""The OpenAPI document: what it says of typed handlers and of others."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, create_model

from lissome import Query, Response
from lissome.errors import AppError
from lissome.routing.route_id import RouteParams, params_of
from lissome.routing.router import Router
from lissome.server.inputs.bind import bind_handler
from lissome.server.openapi import OpenApi, openapi_route
from lissome.server.startup.routes import Endpoint, ServerRoute


class NewNote(BaseModel):
    text: str


class Note(NewNote):
    id: int


class Filters(BaseModel):
    q: str
    tags: list[str] = []


class Odd:
    """A class that has no JSON Schema."""


async def latest(
    event: Any,
    page: Annotated[int, Query(ge=1, description="from 1")] = 1,
    by: Annotated[Literal["new", "old"], Query(alias="order-by")] = "new",
    filters: Annotated[Filters | None, Query()] = None,
) -> list[Note]:
    """List the notes.

    The latest come first.
    """
    raise NotImplementedError


async def add(event: Any, new: NewNote) -> Response: raise NotImplementedError  # fmt: skip


async def note(event: Any, key: int, lang: str | None = None) -> Note: raise NotImplementedError  # fmt: skip


async def plain(event: Any) -> str: raise NotImplementedError  # fmt: skip


def odd(event: Any) -> Odd: raise NotImplementedError  # fmt: skip


def untyped(event): raise NotImplementedError  # type: ignore[no-untyped-def] # fmt: skip # noqa: ANN001, ANN201


def route_of(route_id: str, **handlers: Callable[..., Any]) -> ServerRoute:
    params = RouteParams.of(route_id)
    bound = {method: bind_handler("f", method, run, params) for method, run in handlers.items()}
    return ServerRoute(route_id, "^x$", params_of(route_id), "never", None, Endpoint(bound, None))


ROUTES = (
    route_of("/(api)/notes", GET=latest, POST=add),
    route_of("/[[lang]]/notes/[key]", GET=note),
    route_of("/[x+2e]well-known/[...rest]", GET=plain, PUT=odd, DELETE=untyped),
    ServerRoute("/page", "^x$", (), "never", None, None),
)


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    answer = OpenApi(ROUTES, "notes", "/app")(None)
    assert answer.headers["content-type"] == "application/json"
    found: dict[str, Any] = json.loads(bytes(answer.body))
    return found


def test_the_paths(document: dict[str, Any]) -> None:
    assert {path: [*methods] for path, methods in document["paths"].items()} == {
        "/notes": ["get", "post"],
        "/{lang}/notes/{key}": ["get"],
        "/notes/{key}": ["get"],
        "/.well-known/{rest}": ["get", "put", "delete"],
    }
    assert document["servers"] == [{"url": "/app"}]
    assert sorted(document["components"]["schemas"]) == ["AppError", "Filters", "NewNote", "Note"]


def test_the_query(document: dict[str, Any]) -> None:
    operation = document["paths"]["/notes"]["get"]
    assert (operation["summary"], operation["description"]) == ("List the notes.", "The latest come first.")
    page, by, *others = operation["parameters"]
    assert page["schema"] == {"type": "integer", "minimum": 1, "description": "from 1"}
    assert (page["name"], page["in"], page["required"], page["description"]) == (
        "page",
        "query",
        False,
        "from 1",
    )
    assert (by["name"], by["schema"]["enum"]) == ("order-by", ["new", "old"])
    assert [(one["name"], one["required"]) for one in others] == [("q", False), ("tags", False)]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
    assert [*operation["responses"]] == ["200", "400"]


def test_the_body(document: dict[str, Any]) -> None:
    operation = document["paths"]["/notes"]["post"]
    assert operation["requestBody"]["required"] is True
    assert sorted(operation["requestBody"]["content"]) == [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
    ]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/NewNote"}
    assert [*operation["responses"]] == ["200", "400", "415", "422"]
    assert operation["responses"]["200"] == {"description": "OK"}


def test_parameters_of_the_path(document: dict[str, Any]) -> None:
    lang, key = document["paths"]["/{lang}/notes/{key}"]["get"]["parameters"]
    assert (lang["name"], lang["in"], lang["required"]) == ("lang", "path", True)
    assert key["schema"] == {"type": "integer"}
    assert "404" in document["paths"]["/notes/{key}"]["get"]["responses"]


def test_handlers_that_say_little(document: dict[str, Any]) -> None:
    methods = document["paths"]["/.well-known/{rest}"]
    assert methods["get"]["responses"]["200"]["content"] == {"text/plain": {"schema": {"type": "string"}}}
    for method in ("put", "delete"):
        assert methods[method]["responses"] == {"200": {"description": "OK"}}
    assert methods["get"]["parameters"][0]["schema"] == {"type": "string"}


async def test_its_route() -> None:
    router = Router([openapi_route("/openapi.json", ROUTES, "notes", "")], {}, None)
    found = await router.match("/openapi.json")
    assert found is not None
    assert found[0].endpoint is not None
    with pytest.raises(AppError, match="is a route of the app already"):
        openapi_route("/notes", ROUTES, "notes", "")


# -- documents of odd apps


class Broken(BaseModel):
    id: int

    @classmethod
    def __get_pydantic_json_schema__(cls, *_given: Any) -> Any:
        msg = "not today"
        raise RuntimeError(msg)


async def odd_limits(event: Any, n: Annotated[int, Query(le=10**30)] = 1) -> float:
    raise NotImplementedError


async def broken(event: Any, new: Broken) -> "list[Nowhere]": raise NotImplementedError  # type: ignore[name-defined] # noqa: F821, UP037 # fmt: skip


OwnError = create_model("AppError", mine=(int, ...))


async def own_error(event: Any) -> OwnError:
    raise NotImplementedError


def document_of(*routes: ServerRoute) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bytes(OpenApi(routes, "x", "")(None).body))
    return found


def test_large_numbers() -> None:
    (parameter,) = document_of(route_of("/n", GET=odd_limits))["paths"]["/n"]["get"]["parameters"]
    assert parameter["schema"]["maximum"] == 10**30


def test_a_type_that_fails_does_not_cost_the_document(caplog: pytest.LogCaptureFixture) -> None:
    found = document_of(route_of("/broken", POST=broken), route_of("/notes", GET=latest))
    assert found["paths"]["/broken"]["post"]["requestBody"]["content"]["application/json"] == {"schema": {}}
    assert "Note" in found["components"]["schemas"]
    assert "POST /broken body is left out, because it has no JSON Schema: not today" in caplog.text


def test_a_model_of_the_app_keeps_the_name_of_the_error() -> None:
    found = document_of(route_of("/a", GET=own_error, POST=add))
    assert [*found["components"]["schemas"]["AppError"]["properties"]] == ["mine"]
    failure = found["paths"]["/a"]["post"]["responses"]["400"]["content"]["application/json"]["schema"]
    assert failure == {"$ref": "#/components/schemas/AppError_"}
    assert "status" in found["components"]["schemas"]["AppError_"]["properties"]


def test_every_operation_has_an_id_of_its_own() -> None:
    found = document_of(*(route_of(path, GET=plain) for path in ("/a/b", "/a-b", "/[[a]]/b")))
    ids = [methods["get"]["operationId"] for methods in found["paths"].values()]
    assert ids == ["get_a_b", "get_a_b__2", "get_a_b__3", "get_b"]


def test_a_method_that_openapi_3_1_does_not_have_is_left_out() -> None:
    assert [*document_of(route_of("/a", QUERY=add, GET=plain))["paths"]["/a"]] == ["get"]
