"""Forms as requests to an app: what reaches an action, and the reasons of what does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lissome.app import App
from lissome.errors import FrameworkError
from lissome.server.hooks import CaughtError
from lissome.server.startup.hooks import Hooks
from server.forms.bodies import MULTIPART, URLENCODED, part
from server.forms.test_multipart import END
from support.asgi import ORIGIN, Answer, Client

TYPED = "/trust/actions?/typed"
FORM = part('name="name"', "Ann") + part('name="age"', "7") + END


async def posted(client: Client, target: str, content_type: str | None, body: bytes) -> Answer:
    """As `use:enhance` posts."""
    headers = {"origin": ORIGIN, "accept": "application/json", "x-sveltekit-action": "true"}
    if content_type is not None:
        headers["content-type"] = content_type
    return await client.send(target, method="POST", headers=headers, body=body)


@pytest.fixture
def reasons(app: App, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Why requests were refused, as the hook `handle_error` learns it."""
    said: list[str] = []

    def handle_error(caught: CaughtError) -> None:
        assert isinstance(caught.error, FrameworkError)
        said.append(str(caught.error))

    monkeypatch.setattr(app.runtime, "hooks", Hooks(handle_error=handle_error))
    return said


async def test_no_prefix_of_a_form_runs_an_action(client: Client, reasons: list[str]) -> None:
    whole = await posted(client, TYPED, MULTIPART, FORM)
    assert json.loads(whole.json()["data"]) == [{"next_year": 1}, 8]
    incomplete = [FORM[:length] for length in range(len(FORM) - 2)]
    for prefix in incomplete:
        answer = await posted(client, TYPED, MULTIPART, prefix)
        assert answer.status == 400
        assert answer.json()["error"] == {"status": 400, "message": "Bad Request"}, prefix
    assert len(reasons) == len(incomplete)
    assert all(reason.startswith(("incomplete form data", "malformed form data")) for reason in reasons)
    assert (await posted(client, TYPED, MULTIPART, FORM[:-2])).json() == whole.json()


@pytest.mark.parametrize("body", [b"", FORM[:-4], FORM[:40]])
async def test_an_action_that_reads_the_form_itself(client: Client, body: bytes) -> None:
    answer = await posted(client, "/default-action", MULTIPART, body)
    assert (answer.status, answer.json()["error"]["message"]) == (400, "Bad Request")


@pytest.mark.parametrize("content_type", ["application/json", "text/html", None])
async def test_a_body_of_another_type(
    content_type: str | None, client: Client, app: App, reasons: list[str]
) -> None:
    answer = await posted(client, TYPED, content_type, b"{}")
    assert answer.status == 415
    (reason,) = reasons
    assert "application/x-www-form-urlencoded or multipart/form-data" in reason
    assert f"not `{content_type or 'a body without a type'}`" in reason
    assert app.runtime.hooks.handle_error is not None


async def test_limits_name_their_settings(client: Client, app: App, reasons: list[str]) -> None:
    settings = app.runtime.settings
    fields = b"&".join([b"a=1"] * (settings.form_fields_limit + 1))
    for body in (b"a=" + b"x" * settings.body_size_limit, fields):
        answer = await posted(client, TYPED, URLENCODED, body)
        assert (answer.status, answer.json()["error"]["message"]) == (413, "Payload Too Large")
    assert [reason.rpartition("[tool.lissome] ")[2] for reason in reasons] == [
        "body_size_limit (or LISSOME_BODY_SIZE_LIMIT)",
        "form_fields_limit (or LISSOME_FORM_FIELDS_LIMIT)",
    ]


async def test_an_endpoint_that_reads_a_form(
    client: Client, app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So may a hook: the answer is the same."""

    async def handle(event: Any, _resolve: Any) -> Any:
        return (await event.request.form())["name"]

    monkeypatch.setattr(app.runtime, "hooks", Hooks(handle=handle))
    answer = await posted(client, "/api/json", MULTIPART, FORM[:-4])
    assert (answer.status, answer.json()) == (400, {"status": 400, "message": "Bad Request"})
