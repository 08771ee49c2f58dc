"""Loads, actions and handlers with typed input, beside the same ones by hand: the same on the wire."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from support.asgi import ORIGIN, Answer, Client
from support.rewritten import Write

ITEM = "src/routes/items/[id]/+page.server.py"
STOCK = "src/routes/api/stock/[id]/+server.py"
NUMBER = "src/routes/number/[n=integer]/+page.server.py"
GREET = "src/routes/[[lang=word]]/greet/+page.server.py"
LAYOUT = "src/routes/+layout.server.py"
ACTIONS = "src/routes/default-action/+page.server.py"
IMPORTS = """
from typing import Annotated

from lissome import Query, action
from pydantic import BaseModel


class New(BaseModel):
    city: str
"""
FORM = {"content-type": "application/x-www-form-urlencoded", "origin": ORIGIN, "accept": "application/json"}
JSON = {"content-type": "application/json", "origin": ORIGIN}

TYPED = f"""{IMPORTS}
async def load(event, id: str, page: Annotated[int, Query()] = 1, tag: Annotated[list[str], Query()] = []):
    return {{"found": [id, page, tag]}}
"""
BY_HAND = """
async def load(event):
    query = event.url.search_params
    return {"found": [event.params["id"], int(query.get("page", "1")), query.get_all("tag")]}
"""


async def data_of(client: Client, path: str) -> Answer:
    page, _, query = path.partition("?")
    return await client.send(f"{page}/__data.json?{query}")


@pytest.mark.parametrize("path", ["/items/7", "/items/7?page=2&tag=a&tag=b", "/items/a%20b?page=3"])
async def test_the_data_is_that_of_a_load_by_hand(client: Client, write: Write, path: str) -> None:
    """With what the client has to know of its dependencies."""
    write(ITEM, BY_HAND)
    by_hand = await data_of(client, path)
    write(ITEM, TYPED)
    typed = await data_of(client, path)
    assert node_of(typed) == node_of(by_hand)
    assert node_of(typed)["uses"] == {"params": ["id"], "search_params": ["page", "tag"]}


def node_of(answer: Answer) -> dict[str, Any]:
    """The page's own data, with its dependencies in order."""
    node: dict[str, Any] = answer.json()["nodes"][-1]
    return {**node, "uses": {kind: sorted(names) for kind, names in node["uses"].items()}}


async def test_the_failure_is_that_of_error(client: Client, write: Write) -> None:
    write(ITEM, "from lissome import error\ndef load(event): error(404, 'Not Found')")
    by_hand = await data_of(client, "/items/x")
    write(ITEM, "def load(event, id: int): return {'id': id}")
    typed = await data_of(client, "/items/x")
    assert (typed.status, typed.body) == (by_hand.status, by_hand.body)
    page = await client.send("/items/x", headers={"accept": "text/html"})
    assert page.status == 404
    assert "Not Found" in page.text


async def test_the_reason_is_logged(client: Client, write: Write, caplog: pytest.LogCaptureFixture) -> None:
    write(ITEM, "def load(event, id: int): return {'id': id}")
    with caplog.at_level(logging.INFO):
        await client.send("/items/x")
    reason = "the route matches, but its parameter `id` does not fit: Input should be a valid integer"
    assert reason in caplog.text


async def test_a_query_that_does_not_fit(client: Client, write: Write) -> None:
    write(ITEM, TYPED)
    page = await client.send("/items/7?page=x", headers={"accept": "text/html"})
    assert page.status == 400
    assert "page: Input should be a valid integer" in page.text
    data = (await data_of(client, "/items/7?page=x")).json()
    error = next(node["error"] for node in data["nodes"] if node and node["type"] == "error")
    assert error["status"] == 400
    assert error["errors"] == {
        "page": "Input should be a valid integer, unable to parse string as an integer."
    }


async def test_matchers_and_optional_parameters(client: Client, write: Write) -> None:
    write(NUMBER, "def load(event, n: int): return {'n': n + 1}")
    assert '"data":[{"n":1},8]' in (await data_of(client, "/number/7")).text
    write(GREET, "def load(event, lang: str | None = None): return {'lang': lang or '-'}")
    assert '"data":[{"lang":1},"de"]' in (await data_of(client, "/de/greet")).text
    assert '"data":[{"lang":1},"-"]' in (await data_of(client, "/greet")).text


async def test_a_layout_takes_what_a_page_below_has(client: Client, write: Write) -> None:
    write(LAYOUT, "def load(event, id: str = '-'): return {'seen': id}")
    assert '[{"seen":1},"7"],"uses":{"params":["id"]}' in (await data_of(client, "/items/7")).text
    assert '[{"seen":1},"-"],"uses":{"params":["id"]}' in (await data_of(client, "/about")).text


async def test_an_action(client: Client, write: Write) -> None:
    write(
        ACTIONS,
        f"""{IMPORTS}
@action
async def default(event, form: New, *, size: Annotated[int, Query()] = 1):
    return {{"made": [form.city, size]}}
""",
    )
    enhanced = {**FORM, "x-sveltekit-action": "true"}
    made = await client.send("/default-action?size=2", method="POST", headers=enhanced, body=b"city=Rome")
    assert made.json()["data"] == '[{"made":1},[2,3],"Rome",2]'
    wrong = await client.send("/default-action?size=x", method="POST", headers=enhanced, body=b"city=Rome")
    assert (wrong.json()["type"], wrong.status) == ("error", 400)
    assert "size" in wrong.json()["error"]["errors"]
    empty = await client.send("/default-action", method="POST", headers=enhanced)
    assert (empty.json()["type"], empty.status) == ("failure", 400)


async def test_a_handler(client: Client, write: Write) -> None:
    write(
        STOCK,
        f"""{IMPORTS}
def GET(event, id: int, size: Annotated[int, Query(ge=1)] = 1):
    return [id, size]

async def PUT(event, id: int, new: New):
    return [id, new.city]
""",
    )
    assert (await client.send("/api/stock/7?size=2")).json() == [7, 2]
    browser = {"accept": "text/html"}
    wrong = await client.send("/api/stock/7?size=0", headers=browser)
    message = "Input should be greater than or equal to 1."
    assert (wrong.status, wrong.json()) == (
        400,
        {"status": 400, "message": f"size: {message}", "errors": {"size": message}},
    )
    nowhere = await client.send("/api/stock/x", headers={"accept": "application/json"})
    assert (nowhere.status, nowhere.json()) == (404, {"status": 404, "message": "Not Found"})
    put = await client.send("/api/stock/7", method="PUT", headers=JSON, body=b'{"city": "Rome"}')
    assert put.json() == [7, "Rome"]
    for headers, body, status in (
        (JSON, b"{}", 422),
        (JSON, b"{", 400),
        ({**FORM, "accept": "text/html"}, b"city=", 200),
        ({**FORM, "accept": "text/html"}, b"", 422),
        ({"origin": ORIGIN, "accept": "text/html"}, b"x", 415),
    ):
        answer = await client.send("/api/stock/7", method="PUT", headers=headers, body=body)
        assert (answer.status, answer.header("content-type")) == (status, "application/json")


async def test_handle_error_sees_what_did_not_fit(client: Client, write: Write) -> None:
    write(ITEM, TYPED)
    write(
        "src/hooks.server.py",
        """
def handle_error(caught):
    return {"message": f"{type(caught.error).__name__} {caught.status} {caught.kind}"}
""",
    )
    data = (await data_of(client, "/items/7?page=x")).json()
    error = next(node["error"] for node in data["nodes"] if node and node["type"] == "error")
    assert error["message"] == "UnfitInput 400 framework"
