"""The recipes of docs/guides/recipes.md in one app: served, in a browser, and beside superforms."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import subprocess
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType, ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import pytest
from pydantic import BaseModel, Field, model_validator
from starlette.datastructures import FormData

from lissome import HttpError, codec
from support import http
from support.apps import build, installed
from support.documents import EXTRAS, REPO, guide_app
from support.hydration import hydrated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from conftest import NewPage, Serve
    from support.apps import Apps
    from support.console import Console
    from support.server import Server

PAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "/hello": "<h1>Good morning, Ada!</h1>",
        "/de/hello": "<h1>Guten Morgen, Ada!</h1>",
        "/comments": "Nice <b>work</b>!",
        "/code": '<div class="highlight"',
        "/shiki": '<pre class="shiki nord"',
        "/contact": 'name="name" value="" minlength="2" required',
        "/order": '<input aria-label="item 0" value="cup"',
    }
)


@pytest.fixture(scope="module")
def guide(apps: Apps) -> Path:
    return guide_app(REPO / "docs" / "guides" / "recipes.md", apps)


@pytest.fixture(scope="module")
def server(guide: Path, serve: Serve) -> Iterator[Server]:
    with serve(build(guide), workers=1) as server:
        yield server


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_the_same_each_time(path: str, server: Server) -> None:
    for _ in range(3):
        answer = http.get(server.url + path)
        assert answer.status_code == 200, server.log()
        assert PAGES[path] in answer.text
        assert f'<html lang="{"de" if path.startswith("/de") else "en"}">' in answer.text
        assert "alert(2)" not in answer.text


def test_two_visitors_keep_their_locales(server: Server) -> None:
    """Each page waits, after its locale is set, until the other one's is set too."""

    def visit(prefix: str) -> str:
        return http.get(f"{server.url}{prefix}/together").text

    with ThreadPoolExecutor(2) as pool:
        for _ in range(3):
            english, german = pool.map(visit, ("", "/de"))
            assert "<h1>Good morning, Ada!</h1>" in english, server.log()
            assert "<h1>Guten Morgen, Ada!</h1>" in german, server.log()


def test_pages_hydrate(server: Server, new_page: NewPage, console: Console) -> None:
    page = new_page()
    for path in ("/comments", "/code", "/shiki", "/de/hello"):
        page.goto(server.url + path)
        hydrated(page)
    assert page.get_by_role("heading").inner_text() == "Guten Morgen, Ada!"
    console.assert_empty()


def test_a_form_in_a_browser(server: Server, new_page: NewPage, console: Console) -> None:
    from playwright.sync_api import expect

    page = new_page()
    page.goto(f"{server.url}/contact")
    hydrated(page)
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Email").fill("ada")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_have_text("Write an address such as name@example.com.")
    assert console.take_statuses() == [400]
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_role("button").click()
    expect(page.get_by_role("status")).to_have_text("Thank you, Ada.")
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_label("Email")).to_have_value("")
    console.assert_empty()


def test_a_nested_form_in_a_browser(server: Server, new_page: NewPage, console: Console) -> None:
    from playwright.sync_api import expect

    page = new_page()
    page.goto(f"{server.url}/order")
    hydrated(page)
    page.get_by_role("button", name="Another").click()
    page.get_by_label("item 1").fill("plate")
    page.get_by_role("button", name="Send").click()
    alerts = page.get_by_role("alert")
    expect(alerts).to_have_text(["", "Input should be greater than or equal to 1", ""])
    expect(page.get_by_label("item 1")).to_have_value("plate")
    page.get_by_label("count 1").fill("6")
    page.get_by_role("button", name="Another").click()
    page.get_by_role("button", name="Send").click()
    expect(alerts.last).to_have_text("List should have at most 2 items after validation, not 3")
    assert console.take_statuses() == [400, 400]
    page.reload()
    hydrated(page)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("status")).to_have_text("1 cup")
    console.assert_empty()


# -- superforms.py beside superforms ---------------------------------------------------------------------

# The models of these names have the rules of the schemas in tests/js/superforms.js.


class Flat(BaseModel):
    name: Annotated[str, Field(min_length=2, max_length=40)]
    email: Annotated[str, Field(pattern=r"^[^@]+@[^@]+$")]
    age: Annotated[int, Field(ge=18, lt=150)] | None = None
    stars: Annotated[int, Field(gt=0, le=5)]
    price: Annotated[float, Field(ge=0, multiple_of=0.5)] = 1.5
    size: Literal["small", "large"]
    agreed: bool
    tags: Annotated[list[Annotated[str, Field(min_length=2)]], Field(min_length=1)]
    more: list[str] = []
    kind: Literal["contact"]


class Customer(BaseModel):
    name: Annotated[str, Field(min_length=1)]
    zip: Annotated[str, Field(pattern=r"^\d+$")] | None

    @model_validator(mode="after")
    def is_known(self) -> Customer:
        if self.name == "nobody":
            raise ValueError("unknown")
        return self


class Line(BaseModel):
    item: Annotated[str, Field(min_length=1)]
    count: Annotated[int, Field(ge=1, le=99)]

    @model_validator(mode="after")
    def is_known(self) -> Line:
        if self.item == "nothing":
            raise ValueError("unknown")
        return self


class Order(BaseModel):
    customer: Customer
    lines: Annotated[list[Line], Field(min_length=1)]
    grid: list[list[Annotated[str, Field(min_length=1)]]] = []

    @model_validator(mode="after")
    def is_small(self) -> Order:
        if len(self.lines) > 2:
            raise ValueError("too many lines")
        return self


Sent = list[tuple[str, str]] | dict[str, Any] | None
ADA = {"name": "Ada", "zip": None}
CUP = {"item": "cup", "count": 1}
GOOD = [
    *(("name", "Ada"), ("email", "a@b"), ("age", "36"), ("stars", "4"), ("price", "2.5"), ("size", "large")),
    *(("agreed", "on"), ("tags", "ok"), ("tags", "so"), ("kind", "contact")),
]
BAD = [
    *(("name", "x"), ("email", "no"), ("age", ""), ("stars", "9"), ("price", "2.75"), ("size", "huge")),
    *(("tags", "ok"), ("tags", "x"), ("kind", "other"), ("__superform_id", "mine")),
]


def as_json(**values: Any) -> list[tuple[str, str]]:
    """What superForm sends with `dataType: 'json'`: devalue's format, in pieces."""
    text = codec.stringify(values)
    return [("__superform_json", text[:9]), ("__superform_json", text[9:])]


CASES: Final[Mapping[str, tuple[type[BaseModel], Sent]]] = MappingProxyType(
    {
        "blank": (Flat, None),
        "errors": (Flat, BAD),
        "no errors": (Flat, GOOD),
        "no items": (Flat, [pair for pair in GOOD if pair[0] != "tags"]),
        "blank, nested": (Order, None),
        "initial data": (Order, {"customer": ADA, "lines": [CUP]}),
        "initial data with errors": (Order, {"customer": ADA, "lines": []}),
        "nested": (Order, as_json(customer=ADA, lines=[CUP], grid=[["a"]])),
        "errors of fields": (
            Order,
            as_json(
                customer={"name": "", "zip": "x"}, lines=[CUP, {"item": "", "count": 0}], grid=[["", "a"]]
            ),
        ),
        "errors of objects": (
            Order,
            as_json(customer={"name": "nobody", "zip": None}, lines=[CUP, {"item": "nothing", "count": 1}]),
        ),
        "errors of a list": (Order, as_json(customer=ADA, lines=[])),
        "errors of the form": (Order, as_json(customer=ADA, lines=[CUP] * 3)),
        "a part of it": (Order, as_json(customer={"zip": "1"})),
    }
)


@pytest.fixture(scope="module")
def superforms() -> ModuleType:
    """The module of the recipe."""
    file = EXTRAS / "recipes" / "src" / "lib" / "server" / "superforms.py"
    spec = importlib.util.spec_from_file_location("superforms", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def real_forms(guide: Path, node: Path) -> dict[str, Any]:
    """The forms that superforms makes of the cases."""
    script = REPO / "tests" / "js" / "superforms.js"
    cases = json.dumps([[model.__name__, sent] for model, sent in CASES.values()])
    result = subprocess.run(
        [node, script, installed(guide)], input=cases, capture_output=True, encoding="utf-8", check=False
    )
    assert result.returncode == 0, result.stderr
    return dict(zip(CASES, json.loads(result.stdout), strict=True))


async def made(superforms: ModuleType, model: type[BaseModel], sent: Sent) -> tuple[dict[str, Any], Any]:
    """What the recipe makes of a case."""
    if not isinstance(sent, list):
        return superforms.form(model, sent), None

    async def form() -> FormData:
        return FormData([*sent])

    event = SimpleNamespace(request=SimpleNamespace(form=form))
    result: tuple[dict[str, Any], Any] = await superforms.posted(event, model)
    return result


def without_words(errors: Any) -> Any:
    """Errors with the number of messages instead of their texts, which are Zod's and pydantic's."""
    if isinstance(errors, list):
        return len(errors)
    return {name: without_words(inner) for name, inner in errors.items()}


@pytest.mark.parametrize("name", CASES)
async def test_forms_are_those_of_superforms(
    name: str, superforms: ModuleType, real_forms: dict[str, Any]
) -> None:
    model, sent = CASES[name]
    ours, value = await made(superforms, model, sent)
    real = real_forms[name]
    if real["id"] != "mine":  # a digest of the schema, where the browser has not sent it
        real["id"] = model.__name__
    assert json.loads(json.dumps({**ours, "errors": without_words(ours["errors"])})) == {
        **real,
        "errors": without_words(real["errors"]),
    }
    assert (value is not None) == (ours["valid"] and ours["posted"])


async def test_what_differs_from_superforms(superforms: ModuleType) -> None:
    class Article(BaseModel):
        title: str
        stars: int
        on: dt.date = dt.date(2026, 1, 31)
        shown: bool = True

    ours, _ = await made(superforms, Article, [("title", "A"), ("stars", ""), ("on", "2026-02-01")])
    assert ours["errors"] == {"stars": ["Field required"]}
    assert ours["data"] == {"title": "A", "stars": 0, "on": "2026-02-01", "shown": False}
    ours, _ = await made(superforms, Article, [("title", "A"), ("stars", "many"), ("shown", "on")])
    assert ours["data"] == {"title": "A", "stars": "many", "on": "2026-01-31", "shown": True}
    ours, article = await made(superforms, Article, [("title", "A"), ("stars", "3")])
    assert article == Article(title="A", stars=3, shown=False)
    assert ours["data"] == article.model_dump(mode="json")


@pytest.mark.parametrize("text", ["", "{", "[", "[[99]]", '[["Evil",1],2]'])
async def test_a_text_that_superforms_has_not_sent(text: str, superforms: ModuleType) -> None:
    with pytest.raises(HttpError) as caught:
        await made(superforms, Order, [("__superform_json", text)])
    assert caught.value.status == 400


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], [1], {"customer": 1, "lines": {}}, {"customer": [], "lines": "x", "more": 1}]
)
async def test_values_of_another_kind(value: Any, superforms: ModuleType) -> None:
    """The page always gets the objects and lists that its component goes through."""
    ours, order = await made(superforms, Order, [("__superform_json", codec.stringify(value))])
    assert ours["data"] == {"customer": {"name": "", "zip": None}, "lines": [], "grid": []}
    assert ours["errors"]
    assert order is None
