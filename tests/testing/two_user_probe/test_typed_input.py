"""Typed input of routes: the probe fills what functions take by name, with values that fit."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Annotated, Any, Literal

from pydantic import BaseModel

from lissome import Query
from lissome.routing.pattern import Param
from lissome.routing.route_id import RouteParams
from lissome.routing.router import Router
from lissome.server.inputs.bind import bind_handler
from lissome.server.startup.routes import Endpoint, ServerRoute
from lissome.testing.two_user_probe.addresses import address
from lissome.testing.two_user_probe.canary import CanaryFactory, CanaryRegistry
from lissome.testing.two_user_probe.typed_input import fits, query_fields, typed_params

ID = "/items/[key]"


class Filters(BaseModel):
    q: str = ""
    tags: list[str] = []


def GET(  # noqa: N802 - as in a +server.py
    event: Any,
    key: int,
    size: Annotated[int, Query(le=10)] = 1,
    by: Annotated[Literal["a", "b"], Query(alias="sort-by")] = "a",
    marks: Annotated[list[str], Query()] = [],  # noqa: B006
    filters: Annotated[Filters | None, Query()] = None,
) -> str:
    return ""


def typed_route() -> ServerRoute:
    handler = bind_handler("f", "GET", GET, RouteParams.of(ID))
    params = (Param("key"),)
    return ServerRoute(ID, r"^/items/([^/]+?)/?$", params, "never", None, Endpoint({"GET": handler}, None))


def test_the_fields_of_the_query() -> None:
    endpoint = typed_route().endpoint
    assert endpoint is not None
    found = {field.name: field for field in query_fields([endpoint.handlers["GET"], None, print])}
    assert sorted(found) == ["marks", "q", "size", "sort-by", "tags"]
    assert (found["size"].type, found["size"].maximum) == ("number", 10)
    assert found["sort-by"].options == ("a", "b")


async def test_an_address_fits_the_parameters() -> None:
    route = typed_route()
    assert typed_params(route) == {"key"}
    assert (fits(route, {"key": "7"}), fits(route, {"key": "x"})) == (True, False)
    runtime = SimpleNamespace(
        router=Router([route], {}, None), manifest=SimpleNamespace(paths=SimpleNamespace(base=""))
    )
    factory = CanaryFactory(CanaryRegistry(), "user 1", "GET /items")
    found = await address(runtime, route, factory, {})  # type: ignore[arg-type] # all that is read of it
    assert found is not None
    assert found.removeprefix("/items/").isdecimal()
