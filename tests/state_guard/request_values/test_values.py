"""The values of a request."""

from __future__ import annotations

import base64
import gc
import weakref
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from starlette.datastructures import FormData

from lissome.state_guard.request_values import values
from lissome.state_guard.request_values.values import RequestValues, ValueOrigin, values_of
from support.fake_request import FakeEvent, FakeRequest


class User(NamedTuple):
    """A user as an app may have one."""

    id: int
    name: str


class Account:
    """An object that can be referred to weakly."""


def collected(*, app_owned: Any = (), event: FakeEvent | None = None, **options: Any) -> RequestValues:
    return values_of(FakeRequest(event or FakeEvent(**options)), {id(one) for one in app_owned})


def origins(found: RequestValues) -> dict[str, str]:
    return {text: origin.name for text, origin in found.texts.items()}


def test_texts_with_their_origins() -> None:
    found = collected(
        user="ann-4711",
        headers={"x-tenant": "Acme Inc", "user-agent": "a browser"},
        params={"slug": "an-article"},
        query={"q": "coffee"},
        form={"comment": "Nice!"},
    )
    assert origins(found) == {
        "ann-4711": "event.locals.user",
        "acme inc": "header 'x-tenant'",
        "an-article": "parameter 'slug'",
        "coffee": "query parameter 'q'",
        "nice!": "form field 'comment'",
    }
    assert found.identifies_user("ann-4711")
    assert not found.texts["coffee"].is_personal


@pytest.mark.parametrize("text", ["true", "DE", "", "  yes ", "x" * 5000, "1234"])
def test_texts_that_tell_nobody_apart(text: str) -> None:
    assert origins(collected(form={"field": text})) == {}


def test_parts_of_a_signed_cookie() -> None:
    event = FakeEvent()
    event.cookies = {"theme": "%7B%22u%22%3A%22mara-4711%22%7D", "signed": "payload-1.signature-2"}
    assert {"mara-4711", "payload-1", "signature-2"} <= collected(event=event).texts.keys()


def test_credentials() -> None:
    basic = base64.b64encode(b"mara:quiet-harbour").decode()
    found = collected(headers={"authorization": f"Basic {basic}"})
    assert {"mara", "quiet-harbour", basic.lower()} <= found.texts.keys()
    assert all(origin.is_credential and origin.is_identity for origin in found.texts.values())
    assert "token-4711" in collected(headers={"authorization": "Bearer token-4711"}).texts


def test_a_body_is_read_as_json_if_it_is_json() -> None:
    request = FakeRequest(FakeEvent())
    request.body = b'{"name": {"first": "Mara"}}'
    assert "mara" in values_of(request, ()).texts
    request.json = {"tags": ["blue"]}
    assert values_of(request, ()).texts.keys() == {"blue"}


def test_a_body_that_is_nested_too_deeply_is_a_text() -> None:
    request = FakeRequest(FakeEvent(params={"slug": "an-article"}))
    request.body = b"[" * 4000
    assert "an-article" in values_of(request, ()).texts


def test_objects_and_texts_of_locals() -> None:
    event = FakeEvent()
    event.locals = SimpleNamespace(user=User(7, "Mara Miller"), theme={"colour": "green"})
    found = collected(event=event)
    assert origins(found) == {"mara miller": "event.locals.user", "green": "event.locals.theme"}
    assert found.identifies_user("mara miller")
    assert not found.identifies_user("green")
    assert found.short == {"7": ValueOrigin("event.locals.user", is_identity=True, is_request=True)}
    assert {id(event), id(event.locals.user), id(event.locals.theme)} <= found.objects.keys()
    assert all(origin.is_request for origin in found.objects.values())


def test_objects_of_the_app_are_not_the_requests() -> None:
    pool = {"dsn": "postgres://secret"}
    event = FakeEvent()
    event.locals = SimpleNamespace(pool=pool, user={"pool": pool})
    found = collected(event=event, app_owned=[pool])
    assert "postgres://secret" not in found.texts
    assert id(pool) not in found.objects


def test_short_identities_are_found_in_tuples() -> None:
    event = FakeEvent()
    event.locals = SimpleNamespace(user_id=7)
    found = collected(event=event)
    assert found.short_identity(7) == found.short_identity(("cart", 7)) == found.short["7"]
    assert found.short_identity(8) is None
    assert found.short_identity([7]) is None


def test_a_form_is_an_object_of_the_request() -> None:
    event = FakeEvent()
    event.form = FormData({"a": "b"})
    assert collected(event=event).objects[id(event.form)].name == "the submitted form"


def test_objects_die_and_are_recognised_if_they_live() -> None:
    event = FakeEvent()
    event.locals = SimpleNamespace(account=Account(), other=Account(), tags=["a"])
    kept, dead = event.locals.account, weakref.ref(event.locals.other)
    found = collected(event=event)
    found.weaken()
    del event
    gc.collect()
    assert dead() is None
    assert not found.objects
    found.revive()
    assert found.objects.keys() == {id(kept)}
    found.release()
    assert not found.objects


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "_MOST", 10)
    event = FakeEvent()
    event.locals = SimpleNamespace(rows=[{"name": f"name-{number}"} for number in range(100)])
    found = collected(event=event)
    assert len(found.texts) <= 10
    assert len(found.objects) <= 11
