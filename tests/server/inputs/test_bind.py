"""Loads and handlers whose parameters the request fills: values, what does not fit, and messages."""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from lissome import Query
from lissome.errors import AppError, FrameworkError
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler, bind_load
from support.inputs import Event

if TYPE_CHECKING:
    from somewhere import Unknown  # type: ignore[import-not-found]


class Colour(enum.Enum):
    RED = "red"


class Filters(BaseModel):
    q: str = ""
    size: int | None = None
    tags: list[str] = []
    sort: Annotated[Literal["name", "date"], Field(alias="sort-by")] = "name"


class Place(BaseModel):
    city: str


class Deep(BaseModel):
    place: Place | None = None


class Parsed(BaseModel):
    first: str

    @model_validator(mode="before")
    @classmethod
    def parsed(cls, given: Any) -> Any:
        return {"first": given.split("-")[0]} if isinstance(given, str) else given


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")

    q: str = ""


@dataclass
class Pair:
    left: int
    right: int = 2


def a_param(event: Any, slug: str) -> Any: return slug  # fmt: skip


def a_number(event: Any, key: int) -> Any: return key  # fmt: skip


def a_uuid(event: Any, key: UUID) -> Any: return key  # fmt: skip


def a_choice(event: Any, key: Literal["a", "b"]) -> Any: return key  # fmt: skip


def an_enum(event: Any, key: Colour) -> Any: return key  # fmt: skip


def a_parsed(event: Any, key: Parsed) -> Any: return key  # fmt: skip


def a_bound(event: Any, key: Annotated[int, Field(ge=1)]) -> Any: return key  # fmt: skip


def untyped(event, key): return key  # type: ignore[no-untyped-def] # fmt: skip # noqa: ANN001, ANN201


def optional(event: Any, lang: str | None) -> Any: return lang  # fmt: skip


def defaulted(event: Any, lang: str = "en") -> Any: return lang  # fmt: skip


def keyword(event: Any, *, key: int) -> Any: return key  # fmt: skip


def positional(event: Any, key: int, /) -> Any: return key  # fmt: skip


def with_own(event: Any, today: Callable[[], date] = date.today, *, key: int) -> Any: return key  # fmt: skip


def hidden(event: Any, key: int, other: Unknown = None) -> Any: return key  # fmt: skip


def a_page(event: Any, page: Annotated[int, Query(ge=1)] = 1) -> Any: return page  # fmt: skip


def a_date(event: Any, day: Annotated[date | None, Query()]) -> Any: return day  # fmt: skip


def a_text(event: Any, q: Annotated[str, Query()] = "-") -> Any: return q  # fmt: skip


def required(event: Any, q: Annotated[str, Query(min_length=2)]) -> Any: return q  # fmt: skip


def a_list(event: Any, tag: Annotated[list[int], Query()] = []) -> Any: return tag  # fmt: skip # noqa: B006


def aliased(event: Any, by: Annotated[str, Query(alias="sort-by")] = "") -> Any: return by  # fmt: skip


def a_model(event: Any, filters: Annotated[Filters, Query()]) -> Any: return filters  # fmt: skip


def a_deep(event: Any, deep: Annotated[Deep, Query()]) -> Any: return deep  # fmt: skip


def a_strict(event: Any, strict: Annotated[Strict, Query()]) -> Any: return strict  # fmt: skip


def a_pair(event: Any, pair: Annotated[Pair | None, Query()] = None) -> Any: return pair  # fmt: skip


def both(event: Any, slug: str, page: Annotated[int, Query()] = 1) -> Any: return (slug, page)  # fmt: skip


def decorated(run: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(run)
    def wrapper(happening: Any, *rest: Any) -> Any:
        return run(happening, *rest)

    return wrapper


FIELDS = {"q", "size", "tags", "sort", "sort-by"}
ID = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("run", "route_id", "params", "query", "value", "depends_on"),
    [
        (a_param, "/[slug]", {"slug": "x", "other": "y"}, "", "x", {"slug"}),
        (a_number, "/[key]", {"key": "12"}, "", 12, {"key"}),
        (a_number, "/[key=num]", {"key": 12}, "", 12, {"key"}),
        (a_uuid, "/[key]", {"key": ID}, "", UUID(ID), {"key"}),
        (a_choice, "/[key]", {"key": "b"}, "", "b", {"key"}),
        (an_enum, "/[key]", {"key": "red"}, "", Colour.RED, {"key"}),
        (a_parsed, "/[key]", {"key": "red-blue"}, "", Parsed(first="red"), {"key"}),
        (a_bound, "/[key]", {"key": "1"}, "", 1, {"key"}),
        (untyped, "/[key]", {"key": "1"}, "", "1", {"key"}),
        (optional, "/[[lang]]", {}, "", None, {"lang"}),
        (optional, "/[[lang]]", {"lang": "de"}, "", "de", {"lang"}),
        (defaulted, "/[[lang]]", {}, "", "en", {"lang"}),
        (keyword, "/[key]", {"key": "1"}, "", 1, {"key"}),
        (positional, "/[key]", {"key": "1"}, "", 1, {"key"}),
        (with_own, "/[key]", {"key": "1"}, "", 1, {"key"}),
        (hidden, "/[key]", {"key": "1"}, "", 1, {"key"}),
        (decorated(a_number), "/[key]", {"key": "1"}, "", 1, {"key"}),
        (functools.partial(a_number), "/[key]", {"key": "1"}, "", 1, {"key"}),
        (a_page, "/", {}, "page=3&x=1", 3, {"page"}),
        (a_page, "/", {}, "", 1, {"page"}),
        (a_page, "/", {}, "page=", 1, {"page"}),
        (a_page, "/", {}, "page=3&page=x", 3, {"page"}),
        (a_date, "/", {}, "", None, {"day"}),
        (a_date, "/", {}, "day=2026-01-31", date(2026, 1, 31), {"day"}),
        (a_text, "/", {}, "q=", "", {"q"}),
        (a_text, "/", {}, "", "-", {"q"}),
        (a_list, "/", {}, "tag=1&tag=&tag=2", [1, 2], {"tag"}),
        (a_list, "/", {}, "", [], {"tag"}),
        (aliased, "/", {}, "sort-by=x&by=y", "x", {"sort-by"}),
        (both, "/[slug]", {"slug": "x"}, "page=2", ("x", 2), {"slug", "page"}),
        (
            a_model,
            "/",
            {},
            "q=milk&size=&tags=a&tags=b&sort-by=date",
            Filters(q="milk", tags=["a", "b"], **{"sort-by": "date"}),  # type: ignore[arg-type]
            FIELDS,
        ),
        (a_model, "/", {}, "tags[]=a&tags[]=b", Filters(tags=["a", "b"]), {*FIELDS, "tags[]"}),
        (a_model, "/", {}, "", Filters(), {*FIELDS, "tags[]"}),
        (a_deep, "/", {}, "place.city=Rome&/create", Deep(place=Place(city="Rome")), {"url"}),
        (a_strict, "/", {}, "q=x", Strict(q="x"), {"url"}),
        (a_pair, "/", {}, "left=1", Pair(1), {"left", "right"}),
        (a_pair, "/", {}, "", None, {"left", "right"}),
    ],
)
def test_values(
    run: Callable[..., Any],
    route_id: str,
    params: dict[str, Any],
    query: str,
    value: object,
    depends_on: set[str],
) -> None:
    """They are tracked like what a load reads by itself."""
    event = Event(params, query)
    assert bind_load("f", run, RouteParams.of(route_id))(event) == value
    assert event.read == depends_on


def test_a_default_is_not_shared() -> None:
    load = bind_load("f", a_list, RouteParams.of("/"))
    load(Event({}, "")).append(1)
    assert load(Event({}, "")) == []


@pytest.mark.parametrize(
    ("run", "route_id", "params", "query", "status", "errors", "depends_on"),
    [
        (a_number, "/[key]", {"key": "x"}, "", 404, None, {"key"}),
        (a_bound, "/[key]", {"key": "0"}, "", 404, None, {"key"}),
        (a_param, "/[slug=num]", {"slug": 1}, "", 404, None, {"slug"}),
        (a_choice, "/[key]", {"key": "c"}, "", 404, None, {"key"}),
        (
            a_page,
            "/",
            {},
            "page=0",
            400,
            {"page": "Input should be greater than or equal to 1."},
            {"page"},
        ),
        (required, "/", {}, "", 400, {"q": "This field is required."}, {"q"}),
        (
            a_list,
            "/",
            {},
            "tag=1&tag=x",
            400,
            {"tag[1]": "Input should be a valid integer, unable to parse string as an integer."},
            {"tag"},
        ),
        (
            a_model,
            "/",
            {},
            "size=1.5&sort-by=x",
            400,
            {
                "size": "Input should be a valid integer, unable to parse string as an integer.",
                "sort-by": "Input should be 'name' or 'date'.",
            },
            {*FIELDS, "tags[]"},
        ),
        (a_deep, "/", {}, "place.x=1", 400, {"place.city": "This field is required."}, {"url"}),
        (a_strict, "/", {}, "x=1", 400, {"x": "Extra inputs are not permitted."}, {"url"}),
    ],
)
def test_what_does_not_fit(
    run: Callable[..., Any],
    route_id: str,
    params: dict[str, Any],
    query: str,
    status: int,
    errors: dict[str, str] | None,
    depends_on: set[str],
) -> None:
    event = Event(params, query)
    with pytest.raises(FrameworkError) as refused:
        bind_load("f", run, RouteParams.of(route_id))(event)
    assert refused.value.status == status
    assert refused.value.members.get("errors") == errors
    assert event.read == depends_on


def plain(event: Any) -> Any: return {}  # fmt: skip


def variadic(*args: Any, **kwargs: Any) -> Any: return {}  # fmt: skip


def own_default(event: Any, today: Any = date.today) -> Any: return {}  # fmt: skip


@pytest.mark.parametrize("run", [plain, variadic, own_default, functools.partial(plain), dict])
def test_what_takes_the_event_alone_stays_as_it_is(run: Callable[..., Any]) -> None:
    assert bind_load("f", run, RouteParams.of("/[key]")) is run
    assert bind_handler("f", "GET", run, RouteParams.of("/[key]")) is run


def misspelt(event: Any, slugg: str) -> None: ...
def no_query(event: Any, page: int = 1) -> None: ...
def no_query_list(event: Any, tags: list[str] = []) -> None: ...  # noqa: B006
def unannotated(event, page) -> None: ...  # type: ignore[no-untyped-def] # noqa: ANN001
def old_style(event: Any, page: int = Query(ge=1)) -> None: ...  # type: ignore[assignment]
def event_last(slug: str, event: Any) -> None: ...
def must_be_there(event: Any, lang: str) -> None: ...
def unknown_type(event: Any, q: Annotated[Unknown, Query()]) -> None: ...
def a_body(event: Any, new: Place) -> None: ...
def a_pair_by_name(event: Any, pair: Pair | None) -> None: ...
def two_bodies(event: Any, new: Place, old: Place) -> None: ...
def default_body(event: Any, new: Place = Place(city="x")) -> None: ...  # noqa: B008
def nothing() -> None: ...


LOAD, POST = "load", "POST"


@pytest.mark.parametrize(
    ("what", "run", "route_id", "says"),
    [
        (
            LOAD,
            misspelt,
            "/blog/[slug]",
            (
                "no parameter `slugg` in /blog/[slug]; there is `slug`; for the query write "
                "`slugg: Annotated[str, Query()]`"
            ),
        ),
        (LOAD, misspelt, "/", "in /; there is none; for the query"),
        (LOAD, misspelt, "/[a]/[[b]]", "there are `a`, `b`; for"),
        (LOAD, no_query, "/", "write `page: Annotated[int, Query()] = 1`"),
        (LOAD, no_query_list, "/", "write `tags: Annotated[list[str], Query()] = []`"),
        (LOAD, unannotated, "/", "no parameter `page` in /"),
        (LOAD, old_style, "/", "Query stands in the annotation; write page: Annotated[int, Query(ge=1)]"),
        (LOAD, event_last, "/[slug]", "the event comes first; write async def event_last(event, slug: str)"),
        (
            LOAD,
            must_be_there,
            "/[[lang]]",
            "`lang` is not in every path of /[[lang]]; write `lang: str | None = None`",
        ),
        (
            LOAD,
            a_body,
            "/[new]",
            "`new` is a parameter of /[new], one text, of which no Place can be made; give",
        ),
        (POST, a_body, "/[new]", "give what is to be read from the body, the form or the query another name"),
        (LOAD, a_pair_by_name, "/[pair]", "of which no Pair | None can be made"),
        (LOAD, unknown_type, "/", "name 'Unknown' is not defined; annotations must name what"),
        (LOAD, a_body, "/", "no parameter `new` in /"),
        (LOAD, nothing, "/", "load takes no parameter; write async def nothing(event)"),
        (POST, misspelt, "/", "no parameter `slugg`"),
        (POST, no_query, "/", "write `page: Annotated[int, Query()] = 1`"),
        (POST, two_bodies, "/", "a request has one body, and 'new' and 'old' would be two"),
        (POST, default_body, "/", "write new: Place | None = None, and the handler gets None for an empty"),
        ("GET", a_body, "/", "GET takes 'new', but requests with the method GET have no body"),
        ("fallback", a_body, "/", "for 'new' write await event.request.json(Place)"),
    ],
)
def test_refused_at_start(what: str, run: Callable[..., Any], route_id: str, says: str) -> None:
    route = RouteParams.of(route_id)
    with pytest.raises(AppError) as refused:
        bind_load("f", run, route) if what == LOAD else bind_handler("f", what, run, route)
    assert str(refused.value).startswith(f"f: {what}")
    assert says in str(refused.value)


def test_a_layout_may_take_parameters_of_the_routes_below() -> None:
    def load(event: Any, slug: str | None = None) -> Any:
        return slug

    below = ["/", "/blog", "/blog/[slug]/edit", "/blogs/[name]"]
    bound = bind_load("f", load, RouteParams.of("/blog", below))
    assert (bound(Event({"slug": "x"}, "")), bound(Event({}, ""))) == ("x", None)
    with pytest.raises(AppError, match="`slug` is not in every path of /blog"):
        bind_load("f", a_param, RouteParams.of("/blog", below))
    with pytest.raises(AppError, match="no parameter `slug` in /blogs; there is `name`"):
        bind_load("f", a_param, RouteParams.of("/blogs", below))


def test_a_positional_default_is_explained() -> None:
    with pytest.raises(TypeError, match=r"write page: Annotated\[int, Query\(ge=1\)\] = 1"):
        Query(1)  # type: ignore[arg-type]
    assert repr(Query(alias="p", ge=1)) == "Query(alias='p', ge=1)"


def test_misspelt_constraints_are_not_ignored() -> None:
    with pytest.raises(TypeError, match="Query takes no `min`; it takes alias, gt, ge, lt"):
        Query(min=1)  # type: ignore[call-arg]
    for wrong in ({"default": 1}, {"default_factory": list}):
        with pytest.raises(TypeError, match="the default of a parameter stands behind it"):
            Query(**wrong)
