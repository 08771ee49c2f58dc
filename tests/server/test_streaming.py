"""Values that come later, in HTML and in data; and clients that do not wait for them."""

from __future__ import annotations

import asyncio
import json
import re
import sys

import pytest

from support.asgi import Client
from support.waiting import PATIENCE, become


async def test_html(client: Client) -> None:
    request = client.start("/stream")
    chunks = [chunk.decode() async for chunk in request.chunks()]
    page, *scripts = [part for part in "".join(chunks).split("<script>") if part]
    page = "<script>".join([page, scripts.pop(0)])
    assert chunks[0].rstrip().endswith("</html>")
    assert 'id="now">at once<' in page
    assert '<p id="soon">waiting</p>' in page
    assert re.search(r"broken:__sveltekit_\w+\.defer\(\d\)", page)
    assert "const deferred = new Map();" in page
    assert request.answer.header("etag") is None
    assert request.answer.header("content-length") is None
    # in the order in which they settle: 20 ms, 50 ms, and 100 ms after that
    assert '.resolve(3, () => [,{status:500,message:"Internal Error (RuntimeError)"}])' in scripts[0]
    assert len(scripts) == 4
    assert '["soon"]' in "".join(scripts[1:3])
    assert "inner:__sveltekit_" in "".join(scripts[1:3])
    assert '["inner"]' in scripts[3]
    assert "the stream broke" not in request.answer.text


async def test_data(client: Client) -> None:
    request = client.start("/stream/__data.json")
    first, *others = [json.loads(chunk) async for chunk in request.chunks()]
    assert request.answer.header("content-type") == "text/sveltekit-data"
    assert request.answer.header("cache-control") == "private, no-store"
    data = first["nodes"][1]["data"]
    assert [item for item in data if isinstance(item, list)] == [
        ["Promise", 3],
        ["Promise", 6],
        ["Promise", 8],
    ]
    assert others[0] == {
        "type": "chunk",
        "id": 3,
        "error": [{"status": 1, "message": 2}, 500, "Internal Error (RuntimeError)"],
    }
    assert sorted(chunk["id"] for chunk in others) == [1, 2, 3, 4]
    assert next(chunk for chunk in others if chunk["id"] == 1)["data"] == ["soon"]
    assert others[-1] == {"type": "chunk", "id": 4, "data": ["inner"]}


async def test_the_shell_does_not_wait(client: Client) -> None:
    request = client.start("/trust/endless")
    async with asyncio.timeout(PATIENCE):
        first = await anext(request.chunks())
    assert b"</html>" in first
    request.hang_up()
    await asyncio.wait_for(request.task, PATIENCE)


@pytest.mark.parametrize("target", ["/trust/endless", "/trust/endless/__data.json"])
@pytest.mark.parametrize("spec_version", ["2.3", "2.4"])
async def test_a_client_that_hangs_up(client: Client, target: str, spec_version: str) -> None:
    module = sys.modules["routes.trust.endless.+page-server"]
    before = asyncio.all_tasks()
    requests = [client.start(target, spec_version=spec_version) for _ in range(5)]
    for request in requests:
        await anext(request.chunks())
    assert await become(lambda: module.running == 5)
    for request in requests:
        request.hang_up()
        if spec_version == "2.4":
            request.task.cancel()  # there the server tells by an error of send, or ends the task
    await asyncio.wait([request.task for request in requests], timeout=PATIENCE)
    assert module.running == 0
    assert await become(lambda: asyncio.all_tasks() <= before)


async def test_head_of_a_stream_ends(client: Client) -> None:
    answer = await client.send("/stream", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
