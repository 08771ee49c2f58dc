"""The environment: what the app needs to be told from outside, read and checked once, when it starts.

Public variables are declared in src/env.js, because the browser needs them; its schemas are JavaScript, so V8
checks them, in an isolate of its own that is gone before the first request. What only the server needs is
declared in Python, by a subclass of `Environment`.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

import orjson
import xxhash
from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, ValidationError

from lissome.errors import AppError, RenderError
from lissome.manifest import Variable
from lissome.mode import env_files
from lissome.ssr import Isolate, Limits

# Problems by the name of the variable.
Problems = Mapping[str, list[str]]


class EnvironmentProblem(AppError):
    """Variables are missing or invalid. The text names all of them, and never a value."""

    def __init__(self, problems: Problems) -> None:
        lines = [f"  {name}: {'; '.join(problems[name])}" for name in sorted(problems)]
        *most, last = env_files()
        super().__init__(
            "the environment is not complete. Set these variables, in the process's environment or in "
            f"{', '.join(most)} or {last} beside package.json:\n" + "\n".join(lines)
        )
        self.problems = problems


class AllProblems(AbstractContextManager["AllProblems"]):
    """Several checks of the environment, whose problems are raised together at the end."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    @contextmanager
    def collected(self) -> Iterator[None]:
        """One of the checks; it may fail with `EnvironmentProblem`, and the next one follows."""
        try:
            yield
        except EnvironmentProblem as problem:
            self._found |= problem.problems

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self._found:
            raise EnvironmentProblem(self._found)


def read_variables(root: Path) -> dict[str, str]:
    """All variables: those of the process, which count most, and those of the mode's files in `root`."""
    merged: dict[str, str | None] = {}
    for name in env_files():
        merged |= dotenv_values(root / name)
    return {name: value for name, value in merged.items() if value is not None} | os.environ


class Environment(BaseModel):
    """The environment variables that the server needs; subclass it, and load it where it is used.

        class Env(Environment):
            database_url: str                    # the variable DATABASE_URL
            smtp_port: int = 25
            api_key: SecretStr

        env = Env.load()

    Types are pydantic's. Frozen: the environment of a process does not change.
    """

    model_config = ConfigDict(frozen=True)

    @classmethod
    def load(cls) -> Self:
        """Read the variables: of the process first, then of the app's `.env` files, see `lissome.mode`.

        Raises:
            EnvironmentProblem: some are missing or invalid; names all of them.
        """
        given = read_variables(_root_of(cls))
        # pydantic's name of a field -> the variable; an alias is the variable's own name
        names = {info.alias or name: info.alias or name.upper() for name, info in cls.model_fields.items()}
        values = {field: given[name] for field, name in names.items() if name in given}
        try:
            return cls.model_validate(values)
        except ValidationError as failure:
            # without the cause: pydantic's own text would show the values
            raise EnvironmentProblem(_problems(failure, names)) from None


def _problems(failure: ValidationError, names: Mapping[str, str]) -> Problems:
    """Return pydantic's problems by variable; those of a validator of the whole model have none."""
    problems: dict[str, list[str]] = {}
    for error in failure.errors(include_url=False, include_input=False, include_context=False):
        place = error["loc"][0] if error["loc"] else "together"
        problems.setdefault(names.get(str(place), str(place)), []).append(_text(error["msg"]))
    return problems


def _text(message: str) -> str:
    return "is missing" if message == "Field required" else message.removeprefix("Value error, ")


def _root_of(cls: type) -> Path:
    """The app's folder: the one with `src`, in which the class was written."""
    file = Path(getattr(sys.modules.get(cls.__module__), "__file__", None) or Path.cwd() / "src" / "_")
    source = next((folder for folder in file.parents if folder.name == "src"), None)
    return Path.cwd() if source is None else source.parent


@dataclass(frozen=True, slots=True)
class PublicEnv:
    """The public variables of src/env.js, ready to be sent.

    Attributes:
        script: the dynamic ones as a JavaScript expression, safe within a script element.
        texts: all of them as texts, for `%sveltekit.env.NAME%` in app.html.
        etag: of `_app/env.js`.
    """

    script: str = "{}"
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def etag(self) -> str:
        """Of `_app/env.js`: the same in all workers, and after a restart."""
        return f'W/"{xxhash.xxh3_64_hexdigest(self.script.encode())}"'

    @staticmethod
    def of(answer: Mapping[str, Any]) -> PublicEnv:
        """From what vite/isolate/env.js answers.

        Raises:
            EnvironmentProblem: its schemas refuse a value.
        """
        if answer["problems"]:
            raise EnvironmentProblem(answer["problems"])
        return PublicEnv(answer["dynamic"], answer["texts"])

    def isolate_script(self) -> str:
        """A script that gives these values to an isolate: to each render its own."""
        return (
            "Object.defineProperty(globalThis, '__lissome_env', "
            f"{{ value: Object.freeze(() => ({self.script})) }});"
        )


def read_public_env(
    variables: Mapping[str, Variable], root: Path, scripts: tuple[str, ...], limits: Limits
) -> PublicEnv:
    """Check the variables that src/env.js declares.

    Private ones are checked too, though nothing in V8 may use them: the isolate that sees them renders
    nothing, and is closed at once.

    Raises:
        EnvironmentProblem: some are missing or invalid.
    """
    if not variables:
        return PublicEnv()
    given = read_variables(root)
    dynamic = [name for name, variable in variables.items() if not variable.static]
    values = {name: given[name] for name in dynamic if name in given}
    question = b"c" + orjson.dumps({"fn": "environment", "values": values})
    answer = _outside_of_loops(partial(_ask_new_isolate, scripts, limits, question))
    return PublicEnv.of(orjson.loads(answer))


def _outside_of_loops(work: Callable[[], Any]) -> Any:
    """Run something asynchronous to its end, even where an event loop runs already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(work())).result()


async def _ask_new_isolate(scripts: tuple[str, ...], limits: Limits, question: bytes) -> bytes:
    isolate = Isolate(scripts, limits)
    try:
        answer = await isolate.call(question)
    finally:
        isolate.close()
    if answer[:1] == b"e":
        error = orjson.loads(answer[1:])
        msg = f"src/env.js does not run in V8: {error['message']}"
        raise RenderError(msg, name=error["name"], stack=error["stack"])
    return answer
