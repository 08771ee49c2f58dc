"""The targets of a probe: each route, with each kind of request that it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Final, Literal

from pydantic import BaseModel

from lissome.errors import AppError
from lissome.routing.resolve_route import without_groups
from lissome.server.inputs.typed_function import TypedFunction, app_function
from lissome.server.runtime import Runtime
from lissome.server.startup.routes import METHODS, ServerRoute
from lissome.testing.app import AppUnderTest
from lissome.testing.two_user_probe.addresses import find
from lissome.testing.two_user_probe.canary import CanaryFactory
from lissome.testing.two_user_probe.form_fields import FormField, model_fields, type_fields
from lissome.testing.two_user_probe.input_names import InputNames
from lissome.testing.two_user_probe.typed_input import loads_of, query_fields

TargetKind = Literal["page", "data", "action", "endpoint"]
_REMOVING: Final = re.compile("delete|remove|destroy|logout|sign_?out|password|deactivate|reset")
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "QUERY"})


@dataclass(frozen=True, slots=True)
class ProbeTarget:
    """One kind of request to one route.

    Attributes:
        route: the route.
        kind: the kind of request.
        method: the HTTP method.
        action: the name of the form action; ``""`` for the default one.
        fields: the fields of the form or the JSON that it takes, as far as they are known without its page.
        body: the format in which an endpoint reads its body.
        query: the fields of the query that the functions called take by name.
        file: the file with its code; relative to the app.
    """

    route: ServerRoute
    kind: TargetKind
    method: str
    action: str = ""
    fields: tuple[FormField, ...] = ()
    body: Literal["form", "json"] = "json"
    file: str = ""
    query: tuple[FormField, ...] = ()

    @property
    def is_safe(self) -> bool:
        """True for methods that only read, if the app follows HTTP's rules (RFC 9110 section 9.2.1)."""
        return self.method in _SAFE

    @property
    def may_remove_users(self) -> bool:
        """True if users may be gone afterwards, or can no longer sign in."""
        return (
            self.method == "DELETE" or _REMOVING.search(f"{self.route.id} {self.action}".lower()) is not None
        )

    @property
    def label(self) -> str:
        """The request in messages: ``POST /users?/create``, ``GET /users/__data.json``."""
        path = without_groups(self.route.id)
        if self.kind == "data":
            path = f"{path.rstrip('/')}/__data.json"
        return f"{self.method} {path}{f'?/{self.action}' if self.action else ''}"


@dataclass(slots=True)
class ProbePlan:
    """The targets of a probe.

    Attributes:
        targets: in the order in which they are probed: those that only read come first.
        paths: addresses that lead to a route, by its id: those that were given, and links on pages.
    """

    targets: list[ProbeTarget]
    paths: dict[str, list[str]] = field(default_factory=dict)


async def make_plan(
    app: AppUnderTest, names: InputNames, wanted: Iterable[str], *, read_only: bool
) -> ProbePlan:
    """Return the plan of a probe.

    Args:
        app: the app.
        names: the names of the inputs that it reads.
        wanted: ids of routes, or paths; none means all.
        read_only: leave out requests that may change something.

    Raises:
        AppError: no route has that id, and none answers that path.
    """
    plan = ProbePlan([])
    routes: dict[str, ServerRoute] = {}
    for name in wanted:
        route = await _wanted(app.runtime, name)
        routes[route.id] = route
        if name not in (route.id, without_groups(route.id)):
            plan.paths.setdefault(route.id, []).append(app.runtime.manifest.paths.base + name)
    found = [
        target for route in routes.values() or _all(app.runtime) for target in _targets(app, names, route)
    ]
    plan.targets = sorted(
        (target for target in found if target.is_safe or not read_only),
        key=lambda target: (not target.is_safe, target.may_remove_users, len(target.route.params)),
    )
    return plan


def _all(runtime: Runtime) -> list[ServerRoute]:
    return runtime.router.routes


async def _wanted(runtime: Runtime, name: str) -> ServerRoute:
    routes = _all(runtime)
    for route in routes:
        if name in (route.id, without_groups(route.id)):
            return route
    found = await find(runtime, name) if name.startswith("/") else None
    if found is not None:
        return found
    near = get_close_matches(name, [without_groups(route.id) for route in routes], n=3, cutoff=0.4)
    hint = f" Did you mean {' or '.join(near)}?" if near else " `lissome routes` lists them."
    raise AppError(f"no route is called {name}, and none answers that path.{hint}")


def _targets(app: AppUnderTest, names: InputNames, route: ServerRoute) -> Iterator[ProbeTarget]:
    if route.page is not None:
        leaf = route.page.leaf
        file, loads = leaf.manifest.server or "", loads_of(route)
        query = tuple(query_fields(loads))
        yield ProbeTarget(route, "page", "GET", file=file, query=query)
        if any(loads):
            yield ProbeTarget(route, "data", "GET", file=file, query=query)
        for name, action in (leaf.actions or {}).items():
            model = action.model
            fields = model_fields(model) if model is not None else _read_fields(names, file)
            yield ProbeTarget(
                *(route, "action", "POST", "" if name == "default" else name, tuple(fields), "form", file),
                query=tuple(query_fields([*loads, action])),
            )
    if route.endpoint is not None:
        yield from _endpoint(app, names, route)


def _endpoint(app: AppUnderTest, names: InputNames, route: ServerRoute) -> Iterator[ProbeTarget]:
    assert route.endpoint is not None
    files = (entry.endpoint or "" for entry in app.runtime.manifest.routes if entry.id == route.id)
    file = next(files, "")
    methods = [method for method in METHODS if method in route.endpoint.handlers]
    fallback = ["GET", "POST"] if route.endpoint.fallback is not None else []
    text = names.texts[file]
    body: Literal["form", "json"] = "form" if ".form(" in text and ".json(" not in text else "json"
    for method in dict.fromkeys([*methods, *fallback]):
        handler = route.endpoint.handler(method)
        fields = _models_of(handler) or _read_fields(names, file)
        yield ProbeTarget(
            *(route, "endpoint", method, "", tuple(fields), body, file), query=tuple(query_fields([handler]))
        )


def _read_fields(names: InputNames, file: str) -> list[FormField]:
    return [FormField(name) for name in names.body[file] if name.isidentifier() or "." in name]


def _models_of(handler: Any) -> list[FormField]:
    """The fields of a handler's typed body, else those of all pydantic models in its module."""
    if isinstance(handler, TypedFunction) and handler.body is not None:
        return type_fields(handler.body.form.adapter, "")
    known: Mapping[str, Any] = getattr(app_function(handler), "__globals__", {})
    models = [value for value in known.values() if isinstance(value, type) and issubclass(value, BaseModel)]
    found = {field.name: field for model in models if model is not BaseModel for field in model_fields(model)}
    return list(found.values())


def extras(names: InputNames, factory: CanaryFactory) -> tuple[dict[str, str], dict[str, str]]:
    """Return a query and headers full of canaries, with the names that the app reads and some common ones."""
    query = {name: factory.text(f"query parameter {name}") for name in [*names.query, "probe"]}
    headers = {
        name: factory.text(f"header {name}")
        for name in ["user-agent", "referer", "accept-language", "x-request-id", *names.headers]
    }
    headers["referer"] = f"https://canary.example/{headers['referer']}"
    headers["accept-language"] = f"en,x-{headers['accept-language']};q=0.1"
    return query, headers
