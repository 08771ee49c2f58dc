"""The flow of a request's data through the app's code: where the value that a statement writes comes from.

It is read from the source, when a slot was found to differ between sessions, and only then. It follows local
variables, arguments, results, and attributes of `self`, by name, over all modules of the app: an
approximation that may take too much for a request's data, which is why the values must differ as well.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from lissome.server.startup.routes import METHODS
from lissome.state_guard.source.code_index import CodeIndex, arguments, arguments_for, method_of
from lissome.state_guard.source.functions import FunctionSource, ModuleFunctions, Occurrence, last_name

# Steps that are followed: more would need more of Python's stack than there may be.
_DEEPEST: Final = 80
_EVENTS: Final = ("event", "request")
_WITH_INPUT: Final = frozenset({"load", *METHODS})
_HANDLER_FILES: Final = ("hooks.server.py", "guard.py")


class DataSource(IntEnum):
    """The source of a value: the greater counts, if it comes from several."""

    APP = 0  # constants, the clock, chance, and the state of the app
    LIBRARY = 1  # a function of a library that was given nothing of the request
    ASKED = 2  # what was asked for: the path, the query, a form; or an argument of an unknown caller
    PERSON = 3  # who asked: cookies, headers, locals, context variables


# The attributes of an event and of its request.
_OF_EVENT: Final[Mapping[str, DataSource]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("app", "platform", "route", "method", "set_headers", "is_data_request"), DataSource.APP
        ),
        **dict.fromkeys(
            ("url", "params", "query", "query_params", "path_params", "form", "json", "body", "stream"),
            DataSource.ASKED,
        ),
        "fetch": DataSource.LIBRARY,
    }
)

# Methods of texts and containers. What a request's data is asked by such a name may be one of them, whatever
# the app has of the same name: `event.cookies.get(…)` in an app with a cache that has a `get`.
_BUILTIN_METHODS: Final = frozenset(
    name for kind in (str, bytes, int, dict, list) for name in dir(kind) if not name.startswith("_")
)

Arguments = Mapping[str, DataSource]


@dataclass(frozen=True, slots=True)
class Frame:
    """A function in which an expression stands.

    Attributes:
        function: the function; None for the top level of a module.
        given: what its parameters come from, if the call is known.
    """

    function: FunctionSource | None
    given: Arguments | None = None


class RequestFlow:
    """Follows the data of requests through the app's modules.

    Args:
        modules: the functions of all modules.
        files: the modules' files, by name.

    Attributes:
        code: the modules' functions.
    """

    def __init__(self, modules: Iterable[ModuleFunctions], files: Mapping[str, str]) -> None:
        self.code = CodeIndex(modules)
        self._files = files
        # What is known within one question: it ends where an expression leads back to itself, so that the
        # answers on the way are not the whole truth.
        self._known: dict[object, DataSource] = {}
        self._depth = 0

    def of_expression(self, node: ast.AST, function: FunctionSource | None) -> DataSource:
        """Return where the value of an expression in a function comes from."""
        self._known.clear()
        return self._in(node, function)

    def of_result(self, function: FunctionSource) -> DataSource:
        """Return where a function's result comes from, apart from its arguments."""
        self._known.clear()
        return self._of_returned(function)

    def of_callers(self, function: FunctionSource | None) -> DataSource:
        """Return where the conditions come from under which a function is called."""
        self._known.clear()
        return self._of_calls(function)

    def is_handler(self, function: FunctionSource) -> bool:
        """True for a function that lissome calls."""
        file = PurePath(self._files.get(function.module, "")).name
        return function.is_top and (file.startswith("+") or file in _HANDLER_FILES)

    def _in(self, node: ast.AST, function: FunctionSource | None) -> DataSource:
        return self._of(node, Frame(function))

    def _of_returned(self, function: FunctionSource) -> DataSource:
        frame = Frame(function, dict.fromkeys(function.parameters, DataSource.APP))
        return self._most(self._of(one, frame) for one in function.returned)

    def _of_calls(self, function: FunctionSource | None) -> DataSource:
        if function is None:
            return DataSource.APP
        calls = self.code.named(function.name, "calls")
        return self._once(
            ("calls", function),
            lambda: self._most(max(self._of_conditions(one), self._of_calls(one.function)) for one in calls),
        )

    def _of_conditions(self, occurrence: Occurrence) -> DataSource:
        return self._most(self._in(one, occurrence.function) for one in occurrence.conditions)

    # -- expressions --

    def _of(self, node: ast.AST, frame: Frame) -> DataSource:
        if isinstance(node, ast.Constant):
            return DataSource.APP
        given = None if frame.given is None else tuple(frame.given.values())
        return self._once((id(node), given), lambda: self._of_node(node, frame))

    def _once(self, key: object, find: Callable[[], DataSource]) -> DataSource:
        """Find something once for each question; what leads back to itself adds nothing."""
        if key in self._known or self._depth > _DEEPEST:
            return self._known.get(key, DataSource.APP)
        self._known[key] = DataSource.APP
        self._depth += 1
        self._known[key] = find()
        self._depth -= 1
        return self._known[key]

    def _of_node(self, node: ast.AST, frame: Frame) -> DataSource:
        match node:
            case ast.Name(id=name):
                return self._of_name(name, frame)
            case ast.Attribute():
                return self._of_attribute(node, frame)
            case ast.Call():
                return self._of_call(node, frame)
            case ast.Lambda():
                return self._of(node.body, frame)
        return self._most(self._of(one, frame) for one in ast.iter_child_nodes(node))

    def _of_name(self, name: str, frame: Frame) -> DataSource:
        function = frame.function
        if function is None or name in function.shared:
            return DataSource.APP
        if name in function.assigned:
            values = [*function.assigned[name], *function.filled.get(name, ())]
            if name in function.parameters:
                return max(
                    self._of_parameter(name, frame), self._most(self._of(one, frame) for one in values)
                )
            return self._most(self._of(one, frame) for one in values)
        if name in function.parameters:
            return self._of_parameter(name, frame)
        nested = function.nested.get(name)
        if nested is not None:
            body = nested.node.body if isinstance(nested.node.body, list) else [nested.node.body]
            return self._most(self._of(one, Frame(nested)) for one in body)
        return self._of_name(name, Frame(function.outer)) if function.outer is not None else DataSource.APP

    def _of_attribute(self, node: ast.Attribute, frame: Frame) -> DataSource:
        if self._is_event(node.value, frame):
            return _OF_EVENT.get(node.attr, DataSource.PERSON)
        owner = method_of(node.value, frame.function)
        if owner is not None:
            return self._of_own_attribute(node.attr, owner)
        return self._of(node.value, frame)

    def _of_own_attribute(self, name: str, method: FunctionSource) -> DataSource:
        """The source of `self.name`: what the methods of the class assign to it."""
        module = self.code.modules[method.module]
        assigned = module.attributes.get((method.class_, name), ())
        found = self._most(self._in(one.node, one.function) for one in assigned)
        if not assigned and (method.class_, name) in module.fields:
            calls = self.code.named(method.class_, "calls")
            given = ((one, argument) for one in calls for argument in arguments(one.node))
            return self._most(self._in(argument, one.function) for one, argument in given)
        getters = (one for one in module.functions if one.class_ == method.class_ and one.name == name)
        return max(found, self._most(self._of_returned(one) for one in getters))

    # -- calls --

    def _of_call(self, node: ast.Call, frame: Frame) -> DataSource:
        name = last_name(node.func)
        receiver = node.func.value if isinstance(node.func, ast.Attribute) else None
        if receiver is not None and name == "get" and last_name(receiver) in self.code.context_variables:
            return DataSource.PERSON
        if receiver is None and name == "resolve":  # of `handle`: a response
            return DataSource.ASKED
        of_receiver = DataSource.APP if receiver is None else self._of(node.func, frame)
        given = max(of_receiver, self._most(self._of(one, frame) for one in arguments(node)))
        functions = [] if self.code.is_of_library(node.func, frame.function) else self.code.functions(name)
        if functions:
            found = self._most(self._of_known_call(one, node, frame) for one in functions)
            return max(found, of_receiver) if name in _BUILTIN_METHODS else found
        if given is DataSource.APP and self.code.may_know_more(node.func, frame.function):
            return DataSource.LIBRARY
        return given

    def _of_known_call(self, function: FunctionSource, node: ast.Call, frame: Frame) -> DataSource:
        if any(self._is_event(one, frame) for one in arguments(node)):
            return self._most(self._of(one, Frame(function)) for one in function.returned)
        if function.name == function.class_:  # a new object has what its class was called with
            return self._most(self._of(one, frame) for one in arguments(node))
        given = {
            name: self._most(self._of(one, frame) for one in arguments_for(function, name, node))
            for name in function.parameters
        }
        if isinstance(node.func, ast.Attribute) and function.receiver is not None:
            given[function.receiver] = self._of(node.func.value, frame)
        inner = Frame(function, given)
        return self._most(self._of(one, inner) for one in function.returned)

    # -- parameters --

    def _of_parameter(self, name: str, frame: Frame) -> DataSource:
        function = frame.function
        assert function is not None
        if name == function.receiver:
            return DataSource.APP
        if frame.given is not None:
            return frame.given.get(name, DataSource.APP)
        if self._is_event_parameter(name, function):
            return DataSource.PERSON
        if self.is_handler(function) and function.name in _WITH_INPUT:
            return DataSource.ASKED  # a parameter of the route or the query, or a body
        return self._once(("argument", function, name), lambda: self._of_callers_argument(name, function))

    def _of_callers_argument(self, name: str, function: FunctionSource) -> DataSource:
        if function.set_property is not None:
            assigned = self.code.attributes(function.set_property)
            return self._most(self._in(one.node, one.function) for one in assigned)
        if function.name.startswith("__"):
            return self._of_operator(name, function)
        calls = [
            self._in(argument, call.function)
            for call in self.code.named(function.name, "calls")
            for argument in arguments_for(function, name, call.node)
        ]
        calls += [
            self._in(argument, call.function)
            for call in self.code.named(function.name, "passed")
            for argument in arguments(call.node)
            if last_name(argument) != function.name
        ]
        calls += [
            self._in(argument, call.function)
            for alias in self.code.aliases(function.name)
            for call in self.code.named(alias, "calls")
            for argument in arguments(call.node)
        ]
        names = (function.name, *self.code.aliases(function.name))
        is_called = any(self.code.named(name, table) for name in names for table in ("calls", "passed"))
        return self._most(calls) if is_called else DataSource.ASKED

    def _of_operator(self, name: str, function: FunctionSource) -> DataSource:
        """The source of an argument of a special method, as far as it is called on a variable."""
        table = {"__setitem__": "items", "__setattr__": "members"}.get(function.name)
        found: list[tuple[ast.AST, FunctionSource | None]] = []
        for variable in self.code.instances(function.class_):
            if function.name == "__set__":
                found += [(one.node, one.function) for one in self.code.attributes(variable)]
            elif table is not None:
                found += [(one.node, one.function) for one in self.code.named(variable, table)]
            elif function.name == "__call__":
                for call in self.code.named(variable, "calls"):
                    found += [(one, call.function) for one in arguments_for(function, name, call.node)]
        sources = [self._in(*one) for one in found]
        return self._most(sources) if sources else DataSource.ASKED

    def _is_event(self, node: ast.AST, frame: Frame) -> bool:
        """True for an event and for its request."""
        if isinstance(node, ast.Attribute) and node.attr in ("request", "event"):
            return self._is_event(node.value, frame) or self._is_own_event(node, frame)
        if isinstance(node, ast.Attribute):
            return self._is_own_event(node, frame)
        if not isinstance(node, ast.Name):
            return False
        function = frame.function
        while function is not None and node.id not in function.parameters:
            values = function.assigned.get(node.id, ())
            if values:
                return self._is_any_event(values, node, function)
            function = function.outer
        return function is not None and self._is_event_parameter(node.id, function)

    def _is_any_event(self, values: Iterable[ast.expr], node: ast.AST, function: FunctionSource) -> bool:
        names = [one for one in values if isinstance(one, ast.Name | ast.Attribute) and one is not node]
        return any(self._is_event(one, Frame(function)) for one in names)

    def _is_own_event(self, node: ast.Attribute, frame: Frame) -> bool:
        owner = method_of(node.value, frame.function)
        if owner is None:
            return False
        assigned = self.code.modules[owner.module].attributes.get((owner.class_, node.attr), ())
        return self._is_once(
            ("event", owner.module, owner.class_, node.attr),
            lambda: any(self._is_event(one.node, Frame(one.function)) for one in assigned),
        )

    def _is_event_parameter(self, name: str, function: FunctionSource) -> bool:
        if name in _EVENTS:
            return True
        if self.is_handler(function) and function.parameters[:1] == [name]:
            return True
        if name == function.receiver:
            return False
        given = (
            (argument, call.function)
            for call in self.code.named(function.name, "calls")
            for argument in arguments_for(function, name, call.node)
        )
        return self._is_once(
            ("event", function, name),
            lambda: any(self._is_event(one, Frame(inside)) for one, inside in given),
        )

    def _is_once(self, key: object, find: Callable[[], bool]) -> bool:
        return bool(self._once(key, lambda: DataSource.PERSON if find() else DataSource.APP))

    def _most(self, found: Iterable[DataSource]) -> DataSource:
        return max(found, default=DataSource.APP)
