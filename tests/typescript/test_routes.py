"""The declarations of route modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.server.startup.nodes import make_actions, params_in
from lissome.typescript.matchers import matcher_types
from lissome.typescript.routes import ModuleTypes, endpoint_types, node_types, unknown_node
from lissome.typescript.transported import transported_types
from support.typed_modules import make_module

HEAD = """
from __future__ import annotations
from collections.abc import Awaitable
from typing import Annotated, Any, NoReturn, TypedDict
from typing_extensions import TypeAliasType
from lissome import ActionFailure, HttpError, Redirect, Response
from pydantic import BaseModel, SecretStr

class Data(TypedDict):
    name: str

Answer = TypeAliasType("Answer", "Data | ActionFailure[Data] | Redirect | None")
"""

FILE = "src/routes/+page.server.py"
FORM = """
class Form(BaseModel):
    name: str
    tags: list[str] = []
    password: str = ""
    key: SecretStr
"""
REFUSAL = (
    '{ errors: { ""?: string; "name"?: string; "tags"?: string; '
    "[inside: `tags[${string}`]: string | undefined; [inside: `tags.${string}`]: string | undefined; "
    '"password"?: string; "key"?: string }; values: { "name"?: string; "tags"?: Array<string>; '
    "[inside: `tags[${string}`]: string | Array<string> | undefined; "
    "[inside: `tags.${string}`]: string | Array<string> | undefined } }"
)


def node(source: str, folder: Path) -> ModuleTypes:
    module = make_module(HEAD + source, folder)
    actions = make_actions(FILE, module, params_in(FILE, ()))
    return node_types(getattr(module, "load", None), actions, {})


def declared(types: ModuleTypes, begin: str) -> str:
    return next(line.strip() for line in types.text.splitlines() if line.strip().startswith(begin))


@pytest.mark.parametrize(
    ("annotation", "type_"),
    [
        (" -> Data", "Data"),
        (" -> Data | None", "Data | undefined"),
        (" -> None", "undefined"),
        (" -> NoReturn", "undefined"),
        (" -> Data | Redirect | HttpError", "Data"),
        ("", "Record<string, any>"),
        (" -> Any", "Record<string, any>"),
        (" -> dict[str, Any]", "Record<string, any>"),
        (" -> Annotated[Data | None, 'note']", "Data | undefined"),
    ],
)
def test_a_load(annotation: str, type_: str, tmp_path: Path) -> None:
    types = node(f"async def load(event){annotation}: ...", tmp_path)
    assert declared(types, "export function load") == (
        f"export function load(event: unknown): Promise<{type_}>;"
    )
    assert (types.load, types.actions) == (True, False)
    assert [function.__name__ for function in types.unannotated] == ([] if annotation else ["load"])


@pytest.mark.parametrize(
    ("action", "type_"),
    [
        ("async def act(event) -> Data: ...", "Data"),
        ("async def act(event) -> None: ...", "undefined"),
        ("async def act(event) -> ActionFailure[Data] | None: ...", "Kit.ActionFailure<Data> | undefined"),
        ("async def act(event) -> ActionFailure: ...", "Kit.ActionFailure<any>"),
        ("async def act(event) -> Answer: ...", "Data | Kit.ActionFailure<Data> | undefined"),
        ("def act(event) -> Awaitable[Answer]: ...", "Data | Kit.ActionFailure<Data> | undefined"),
        ("async def act(event): ...", "any"),
        ("async def act(event) -> NoReturn: ...", "undefined"),
        ("async def act(event) -> dict[int, str]: ...", "Map<number, string> | Record<string, never>"),
        (f"{FORM}\nasync def act(event, form: Form) -> Data: ...", "Data | Kit.ActionFailure<Refusal>"),
    ],
)
def test_an_action(action: str, type_: str, tmp_path: Path) -> None:
    types = node(f"{action}\nactions = {{'default': act}}", tmp_path)
    assert declared(types, '"default"') == f'"default": (event: unknown) => Promise<{type_}>;'
    assert (types.load, types.actions) == (False, True)


def test_refusals_of_a_page_have_the_fields_of_all_its_forms(tmp_path: Path) -> None:
    source = f"{FORM}\nasync def act(event, form: Form) -> None: ...\nactions = {{'default': act}}"
    assert declared(node(source, tmp_path), "export type Refusal") == f"export type Refusal = {REFUSAL};"
    source = """
class Name(BaseModel):
    name: str
class Names(BaseModel):
    name: list[str] = []
async def one(event, form: Name) -> None: ...
async def several(event, form: Names) -> None: ...
actions = {"one": one, "several": several}
"""
    line = declared(node(source, tmp_path), "export type Refusal")
    assert '"name"?: string | Array<string>;' in line
    assert 'errors: { ""?: string; "name"?: string; [' in line


def test_a_module_that_cannot_be_imported_has_any() -> None:
    types = unknown_node(load=True, actions=True)
    assert declared(types, "export function load").endswith("Promise<Record<string, any>>;")
    assert declared(types, "export const actions").endswith("Promise<any>>;")


def test_an_endpoint(tmp_path: Path) -> None:
    source = """
import datetime
async def GET(event) -> list[datetime.datetime]: ...
def POST(event) -> Data | Response: ...
def PUT(event) -> Awaitable[Data]: ...
def helper(event) -> int: ...
"""
    types = endpoint_types(make_module(HEAD + source, tmp_path))
    assert types.text.endswith(
        "export interface EndpointData {\n\tGET: Array<string>;\n\tPOST: any;\n\tPUT: Data;\n}\n"
    )


def test_matchers(tmp_path: Path) -> None:
    source = """
from typing import Literal
def integer(value: str) -> int | None: ...
def fruit(value: str) -> Literal["apple", "pear"] | None: ...
def anything(value): ...
def _helper(value: str) -> int: ...
"""
    assert matcher_types(make_module(source, tmp_path)).splitlines()[2:] == [
        "export const params: {",
        "\tanything: ParamMatcher<any>;",
        '\tfruit: ParamMatcher<"apple" | "pear">;',
        "\tinteger: ParamMatcher<number>;",
        "};",
    ]


def test_encoders_say_what_they_take(tmp_path: Path) -> None:
    source = """
class Vector: ...
class Money: ...
def money(value: Money | None): ...
transport = {"Vector": lambda value: value, "Amount": money, "Other": lambda value: value}
"""
    module = make_module(source, tmp_path)
    decoded = "ReturnType<(typeof import('HOOKS').transport)['{}']['decode']>"
    assert transported_types(module.transport) == {
        "Vector": decoded.format("Vector"),
        module.Money: decoded.format("Amount"),
        "Other": decoded.format("Other"),
    }
