"""Bodies that cannot be read, and input that does not fit: what is answered, and what is logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel

from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler
from lissome.server.request.input_error import InputError
from server.forms.bodies import MULTIPART, URLENCODED
from support.inputs import Event


class Sign(BaseModel):
    email: str


async def sign_in(event: Any, sign: Sign) -> Any: raise NotImplementedError  # fmt: skip


async def refusal(run: Callable[..., Any], kind: str, body: bytes, query: str = "") -> InputError:
    handler = bind_handler("f", "POST", run, RouteParams.of("/"))
    with pytest.raises(InputError) as refused:
        await handler(Event({}, query, body, kind))
    return refused.value


@pytest.mark.parametrize(
    ("kind", "body", "status", "reason"),
    [
        (MULTIPART.partition(";")[0], b"", 400, "has no boundary"),
        (MULTIPART, b"--", 400, "incomplete form data"),
        (URLENCODED, b"a=&" * 10_001, 413, "form_fields_limit"),
    ],
)
async def test_a_form_that_cannot_be_read_is_answered_as_json_is(
    kind: str, body: bytes, status: int, reason: str
) -> None:
    refused = await refusal(sign_in, kind, body)
    assert refused.status == status
    assert reason in str(refused)
