"""Reads the types of an app: a program that imports its modules, prints JSON, and ends.

    python -m lissome.typescript.reader ROOT

The app's modules run when they are imported, so they are not imported into the process of a build, or of a
server that has other versions of them.
"""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from lissome.build.analyse import analyse
from lissome.errors import AppError
from lissome.routing.route_id import ROUTES, route_id_of
from lissome.server.startup.env import Environment, read_variables
from lissome.server.startup.import_path import extend_import_path
from lissome.server.startup.modules import BrokenModule, Modules
from lissome.server.startup.mounts import import_mounted
from lissome.server.startup.nodes import make_actions, params_in
from lissome.settings import load_settings
from lissome.typescript.matchers import matcher_types
from lissome.typescript.routes import ModuleTypes, endpoint_types, node_types, unknown_node
from lissome.typescript.transported import transported_types

_NODES: Final = ("+page.server.py", "+layout.server.py")
_ENDPOINT: Final = "+server.py"
# +page@group.svelte is a page, too.
_PAGE_OR_ENDPOINT: Final = re.compile(r"\+(?:page(?:@.*)?\.svelte|server\.(?:py|js|ts))$")
_HOOKS: Final = "src/hooks.server.py"
_MATCHERS: Final = "src/params.server.py"


class TypeReader:
    """Reads the types of an app's route modules.

    Attributes:
        routes: the ids of all pages and endpoints.
        problems: one line for each module that cannot be imported.
        unannotated: one line for each function that does not say what it returns.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._modules = Modules(root)
        self.routes = _route_ids(root)
        self._transported: dict[type | str, str] = {}
        self.problems: list[str] = []
        self.unannotated: list[str] = []

    def read(self) -> dict[str, ModuleTypes]:
        """Return the types by file, relative to the app's folder."""
        if (self._root / _HOOKS).is_file():
            hooks = self._modules.try_load(_HOOKS)
            if isinstance(hooks, BrokenModule):
                self.problems.append(f"{_HOOKS}: {hooks.reason}")
            else:
                self._transported = transported_types(getattr(hooks, "transport", {}))
        found = (self._root / ROUTES).rglob("+*.py")
        files = sorted(path.relative_to(self._root).as_posix() for path in found)
        return {file: self._types_of(file) for file in files if Path(file).name in (*_NODES, _ENDPOINT)}

    def read_matchers(self) -> str | None:
        """Return the types of the matchers in Python; None if there are none, or they cannot be imported."""
        if not (self._root / _MATCHERS).is_file():
            return None
        module = self._modules.try_load(_MATCHERS)
        if isinstance(module, BrokenModule):
            self.problems.append(f"{_MATCHERS}: {module.reason}")
            return None
        return matcher_types(module)

    def _types_of(self, file: str) -> ModuleTypes:
        module = self._modules.try_load(file)
        if isinstance(module, BrokenModule):
            return self._broken(file, module.reason)
        if Path(file).name == _ENDPOINT:
            return endpoint_types(module)
        depth = len(Path(file).parts) - 2
        hooks = f"{'../' * depth}hooks.js"
        own = {kind: text.replace("HOOKS", hooks) for kind, text in self._transported.items()}
        try:
            actions = make_actions(file, module, params_in(file, self.routes))
        except AppError as failure:
            return self._broken(file, str(failure))
        types = node_types(getattr(module, "load", None), actions, own)
        for function in types.unannotated:
            self.unannotated.append(_advice(file, function))
        return types

    def _broken(self, file: str, reason: str) -> ModuleTypes:
        self.problems.append(f"{file}: {reason}")
        if Path(file).name == _ENDPOINT:
            return ModuleTypes("export type EndpointData = Record<string, any>;\n")
        exports = analyse((self._root / file).read_bytes().decode(errors="replace"))
        if exports.error is not None:  # it may have anything
            return unknown_node(load=True, actions=Path(file).name == "+page.server.py")
        return unknown_node(load="load" in exports.functions, actions=exports.actions is not None)


def _route_ids(root: Path) -> list[str]:
    found = (root / ROUTES).rglob("+*")
    files = [path.relative_to(root).as_posix() for path in found if _PAGE_OR_ENDPOINT.match(path.name)]
    return sorted(set(map(route_id_of, files)))


def _advice(file: str, function: Any) -> str:
    code = getattr(inspect.unwrap(function), "__code__", None)
    line = f":{code.co_firstlineno}" if code is not None else ""
    name = getattr(function, "__name__", "load")
    word = "async def" if inspect.iscoroutinefunction(function) else "def"
    what = "`data`" if name == "load" else "`form`"
    event = "ServerLoadEvent" if name == "load" else "RequestEvent"
    return (
        f"{file}{line}: {name} does not say what it returns, so {what} is any in the component; write "
        f"{word} {name}(event: {event}) -> Data, where Data is a TypedDict or a model"
    )


def _load_leniently(cls: type[Environment]) -> Environment:
    """Load what there is of the environment: types can be read where secrets are missing."""
    given = read_variables(Path.cwd())
    names = {name: info.alias or name.upper() for name, info in cls.model_fields.items()}
    values = {cls.model_fields[name].alias or name: given[key] for name, key in names.items() if key in given}
    try:
        return cls.model_validate(values)
    except ValueError:
        texts = {name: given.get(key, "") for name, key in names.items()}
        return cls.model_construct(set(texts), **texts)


def main(root: Path) -> None:
    """Print the types of an app as JSON. What its modules print goes to stderr."""
    answers = os.dup(1)
    os.dup2(2, 1)
    os.chdir(root)
    sys.dont_write_bytecode = True
    with contextlib.suppress(Exception):  # the app's modules say what they miss
        import_mounted(root, load_settings(root))
    extend_import_path(root, load_settings(root))
    Environment.load = classmethod(_load_leniently)  # type: ignore[assignment,method-assign]
    reader = TypeReader(root)
    files = {
        file: {"text": types.text, "load": types.load, "actions": types.actions}
        for file, types in reader.read().items()
    }
    described: Mapping[str, Any] = {
        "files": files,
        "matchers": reader.read_matchers(),
        "routes": reader.routes,
        "problems": reader.problems,
        "unannotated": reader.unannotated,
    }
    with contextlib.closing(os.fdopen(answers, "w")) as output:
        json.dump(described, output)
    # threads and clean-ups of the app's modules must not hold the program
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
