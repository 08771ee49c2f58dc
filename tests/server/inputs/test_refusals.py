"""Bodies that cannot be read, and input that does not fit: what is answered, and what is logged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, field_validator

from lissome import Query
from lissome.routing.route_id import RouteParams
from lissome.server.inputs.bind import bind_handler
from lissome.server.request.input_error import InputError
from server.forms.bodies import MULTIPART, URLENCODED
from support.inputs import Event

JSON = "application/json"


class Sign(BaseModel):
    model_config = ConfigDict(extra="forbid")

    email: str

    @field_validator("email")
    @classmethod
    def known(cls, value: str) -> str:
        assert value != "asserted"
        if value != "ada":
            msg = f"Nobody is called {value}"
            raise ValueError(msg)
        return value


class Card(BaseModel):
    kind: Literal["card"]


class Cash(BaseModel):
    kind: Literal["cash"]


async def sign_in(event: Any, sign: Sign) -> Any: raise NotImplementedError  # fmt: skip


async def searched(event: Any, sign: Annotated[Sign, Query()]) -> Any: raise NotImplementedError  # fmt: skip


async def pay(event: Any, by: Annotated[Card | Cash, Field(discriminator="kind")]) -> Any:
    raise NotImplementedError


async def numbers(event: Any, many: list[int]) -> Any: raise NotImplementedError  # fmt: skip


async def refusal(run: Callable[..., Any], kind: str, body: bytes, query: str = "") -> InputError:
    handler = bind_handler("f", "POST", run, RouteParams.of("/"))
    with pytest.raises(InputError) as refused:
        await handler(Event({}, query, body, kind))
    return refused.value


@pytest.mark.parametrize(
    ("run", "kind", "body", "query", "reason"),
    [
        (
            sign_in,
            JSON,
            b'{"email": "hush"}',
            "",
            "the request's JSON does not fit: `email`: it is refused as ",
        ),
        (sign_in, URLENCODED, b"email=hush", "", "`email`: it is refused as `value_error`."),
        (sign_in, JSON, b'{"email": "asserted"}', "", "`email`: it is refused as `assertion_error`."),
        (searched, "", b"", "email=hush", "the query does not fit: `email`: it is refused as `value_error`."),
        (pay, JSON, b'{"kind": "hush"}', "", "JSON does not fit: it is refused as `union_tag_invalid`."),
        (sign_in, JSON, b'{"email": "ada", "hush\\nERROR": 1}', "", "fit: Extra inputs are not permitted."),
        (sign_in, URLENCODED, b"email=ada&hush%0AERROR=1", "", "fit: Extra inputs are not permitted."),
        (sign_in, JSON, b"{}", "", "the request's JSON does not fit: `email`: This field is required."),
    ],
)
async def test_the_log_has_nothing_of_it(
    run: Callable[..., Any], kind: str, body: bytes, query: str, reason: str
) -> None:
    """Validators quote it, as pydantic does; names of fields may be the client's."""
    refused = await refusal(run, kind, body, query)
    assert reason in str(refused)
    assert "hush" not in str(refused)
    assert refused.status == (400 if query else 422)


async def test_the_client_is_told_the_words_of_validators() -> None:
    refused = await refusal(sign_in, JSON, b'{"email": "Bob"}')
    assert refused.members == {"errors": {"email": "Nobody is called Bob."}}
    assert refused.text == "email: Nobody is called Bob."


async def test_what_is_said_of_a_body_has_a_limit() -> None:
    """Otherwise 3 bytes of JSON would be answered with 90."""
    refused = await refusal(numbers, JSON, b'["a"' + b',""' * 999 + b"]")
    assert len(refused.members["errors"]) == 1000
    refused = await refusal(numbers, JSON, b'["a"' + b',""' * 1000 + b"]")
    said = "1001 values do not fit, more than the 1000 that are listed one by one."
    assert refused.members == {"errors": {"": said}}
    assert str(refused) == f"the request's JSON does not fit: {said}"


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
