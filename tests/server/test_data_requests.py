"""Data requests of the basics app: `__data.json`, with invalidation, redirects and errors."""

from __future__ import annotations

import pytest

from lissome.app import App
from support.asgi import Client


async def test_data(client: Client, app: App) -> None:
    answer = await client.data("/items/1")
    assert answer.status == 200
    assert answer.header("content-type") == "application/json"
    assert answer.header("cache-control") == "private, no-store"
    assert answer.header("x-sveltekit-version") == app.runtime.manifest.version
    assert answer.text.endswith("\n")
    assert answer.json() == {
        "type": "data",
        "nodes": [
            {"type": "data", "data": [{"user": 1}, None], "uses": {}},
            None,
            {
                "type": "data",
                "data": [{"item": 1, "viewer": 4}, {"id": 2, "title": 3}, "1", "one", None],
                "uses": {"params": ["id"], "parent": 1},
            },
        ],
    }


@pytest.mark.parametrize(
    ("mask", "types"),
    [
        ("111", ["data", None, "data"]),
        ("001", ["skip", "skip", "data"]),
        ("100", ["data", "skip", "skip"]),
        ("000", ["skip", "skip", "skip"]),
        ("1", ["data", "skip", "skip"]),
    ],
)
async def test_invalidation_masks(client: Client, mask: str, types: list[str | None]) -> None:
    nodes = (await client.data("/items/1", mask)).json()["nodes"]
    assert [node and node["type"] for node in nodes] == types


async def test_a_skipped_parent_is_still_there_for_its_children(client: Client) -> None:
    client.cookies["user"] = "ann"
    nodes = (await client.data("/items/1", "001")).json()["nodes"]
    assert nodes[0] == {"type": "skip"}
    assert "ann" in nodes[2]["data"]


async def test_redirects_as_data(client: Client) -> None:
    answer = await client.data("/items/old")
    assert answer.status == 200
    assert answer.json() == {"type": "redirect", "status": 308, "location": "/items/1"}
    assert answer.header("cache-control") == "private, no-store"


async def test_errors_as_data(client: Client) -> None:
    answer = await client.data("/items/9")
    assert answer.status == 200
    assert answer.json()["nodes"][2] == {
        "type": "error",
        "error": {"hint": "try 1", "status": 404, "message": "no item 9"},
    }
    assert (await client.data("/boom")).json()["nodes"][1]["error"] == {
        "status": 500,
        "message": "Internal Error (ValueError)",
    }


async def test_data_of_nothing(client: Client) -> None:
    missing = await client.data("/nowhere")
    assert (missing.status, missing.json()) == (404, {"status": 404, "message": "Not Found"})
    assert (await client.data("/nowhere", "1")).json()["nodes"] == [
        {"type": "data", "data": [{"user": 1}, None], "uses": {}}
    ]
    endpoint = await client.data("/api/json")
    assert (endpoint.status, endpoint.body) == (404, b"")
    malformed = await client.data("/%ff")
    assert (malformed.status, malformed.json()["message"]) == (400, "Malformed URI")


async def test_the_slash_of_a_data_request(client: Client) -> None:
    node = (await client.data("/slash")).json()["nodes"][1]
    assert node == {
        "type": "data",
        "data": [{"pathname": 1}, "/slash/"],
        "uses": {"url": 1},
        "slash": "always",
    }
    answer = await client.send("/about/__data.json?x-sveltekit-trailing-slash=1")
    assert answer.status == 200


async def test_the_query_of_a_data_request(client: Client) -> None:
    answer = await client.send("/module-state/__data.json?name=ann&x-sveltekit-invalidated=01")
    assert answer.json()["nodes"][1] == {
        "type": "data",
        "data": [{"name": 1}, "ann"],
        "uses": {"search_params": ["name"]},
    }
