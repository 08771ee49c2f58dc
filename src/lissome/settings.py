"""`[tool.lissome]` in pyproject.toml, and the environment variables that override it (`LISSOME_…`)."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from lissome.errors import AppError

_PREFIX: Final = "LISSOME_"
# Variables that are no settings: of the command line, and of the build.
_OTHER_VARIABLES: Final = frozenset(
    {"LISSOME_NODE", "LISSOME_MODE", "LISSOME_DEV", "LISSOME_PYTHON", "LISSOME_SCRIPTS"}
)
# The types of settings whose values no message shows.
_TEXTS: Final = (str, str | None)
# What people write behind numbers, and how much that is in the unit of a setting.
_BYTES: Final = MappingProxyType({"b": 1, "k": 1024, "m": 1024**2, "g": 1024**3})
_MEGABYTES: Final = MappingProxyType({"m": 1, "g": 1024})
_SECONDS: Final = MappingProxyType({"ms": 0.001, "s": 1, "sec": 1, "m": 60, "min": 60, "h": 3600})

_MOUNT_PATH: Final = re.compile(r"(?:/[\w.~-]+)+", re.ASCII)
_TARGET: Final = re.compile(r"[^\W\d]\w*(?:\.\w+)*:[^\W\d]\w*(?:\.\w+)*")

Network = IPv4Network | IPv6Network


def _proxies(value: object) -> object:
    """Parse a list of addresses; an environment variable has commas between them."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(map(_proxy, value)) if isinstance(value, (list, tuple)) else value


def _proxy(name: object) -> Network | str:
    if name == "unix":
        return name
    try:
        return ip_network(str(name))
    except ValueError as failure:
        msg = f'{name!r} is not an address or network; write "127.0.0.1", "10.0.0.0/8" or "unix" ({failure})'
        raise ValueError(msg) from None


class Mounted(BaseModel):
    """An application that is mounted.

    Attributes:
        app: where it comes from: ``module:attribute``.
        keep_path: True if its own routes begin with the path of the mount.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    app: str
    keep_path: bool = False


def _mounts(value: object) -> object:
    """Parse applications by path; an environment variable has commas between them: ``/api=main:app``."""
    if isinstance(value, str):
        pairs = [part.partition("=") for part in value.split(",") if part.strip()]
        value = {path.strip(): target.strip() for path, _, target in pairs}
    if not isinstance(value, dict):
        return value
    for path, given in value.items():
        _check_mount(path, given.get("app") if isinstance(given, dict) else getattr(given, "app", given))
    return {path: {"app": given} if isinstance(given, str) else given for path, given in value.items()}


def _check_mount(path: object, app: object) -> None:
    if path == "/":
        msg = "no app can be mounted at '/', where lissome is; mount lissome in that app instead"
        raise ValueError(msg)
    if not _MOUNT_PATH.fullmatch(str(path)):
        name = re.sub(r"[^\w.~/-]", "", str(path)).strip("/") or "api"
        msg = f'{path!r} is no path such as "/api"; write "/{name}"'
        raise ValueError(msg)
    if not isinstance(app, str) or not _TARGET.fullmatch(app):
        msg = f'{path!r} needs a module and a name in it, such as "backend.main:app"'
        raise ValueError(msg)


def _path_or_nothing(path: str) -> str:
    if path and not path.startswith("/"):
        msg = f"a path begins with a slash; write /{path}"
        raise ValueError(msg)
    return path


Proxies = Annotated[tuple[Network | Literal["unix"], ...], BeforeValidator(_proxies)]
Address = Annotated[str, AfterValidator(_path_or_nothing)]
Mount = Annotated[dict[str, Mounted], BeforeValidator(_mounts)]


class Settings(BaseModel):
    """The settings of an app. Each is also an environment variable, for example LISSOME_RENDER_TIMEOUT."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    render_timeout: float = Field(
        default=1.0, gt=0, description="Seconds of CPU that one render may use in V8."
    )
    render_wall_timeout: float | None = Field(
        default=None,
        gt=0,
        description="Seconds until V8 must answer; by default ten times render_timeout, and at least 10.",
    )
    render_heap_mb: int = Field(default=128, ge=16, description="Megabytes of V8 heap, for one worker.")
    request_timeout: float = Field(
        default=30.0, ge=0, description="Seconds until a request must be answered; 0 for no limit."
    )
    stream_timeout: float = Field(
        default=30.0, ge=0, description="Seconds until a streamed value must be there; 0 for no limit."
    )
    body_size_limit: int = Field(
        default=512 * 1024,
        ge=0,
        description="Bytes that a request's body may have; the response to more is 413.",
    )
    form_fields_limit: int = Field(
        default=10_000,
        ge=1,
        description="Fields and files that a form may have; the response to more is 413.",
    )
    trusted_proxies: Proxies = Field(
        default=(),
        description='Addresses, networks or "unix" of the trusted reverse proxies, whose headers count.',
    )
    proxy_headers: Literal["x-forwarded", "forwarded"] = Field(
        default="x-forwarded", description="The headers that those proxies set: X-Forwarded-…, or Forwarded."
    )
    security_headers: bool = Field(
        default=False,
        description="Send headers by which browsers protect the users: see the guide to deployment.",
    )
    cache_url: str = Field(
        default="",
        description="A Redis or Valkey that all workers share for lissome.cache: redis://host:6379/0.",
    )
    openapi: Address = Field(
        default="",
        description="The path of an OpenAPI document of the endpoints, /openapi.json; by default none.",
    )
    mount: Mount = Field(
        default={},
        description="Other ASGI applications, `module:attribute`, by the path below which they answer.",
    )
    guard: bool = Field(default=True, description="Have `lissome dev` report state that requests share.")
    name: str = Field(default="", description="The app's name, for logs.")


def load_settings(root: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of the app in `root`.

    Args:
        root: the folder with pyproject.toml.
        environ: the environment, whose variables override the file's settings.

    Raises:
        AppError: settings are unknown or have invalid values; the text has all of them.
    """
    file = root / "pyproject.toml"
    document = _document(file)
    variables = {name: environ.get(_variable(name)) for name in Settings.model_fields}
    given = {name: value for name, value in variables.items() if value is not None}
    problems = [*_misspelled_tables(file, document), *_misspelled_variables(environ)]
    try:
        settings = Settings.model_validate(_table(file, document) | given)
    except ValidationError as failure:
        problems += [_problem(error, file, given) for error in failure.errors(include_url=False)]
        raise AppError("\n".join(problems)) from failure
    if problems:
        raise AppError("\n".join(problems))
    return settings


def _variable(name: str) -> str:
    return f"LISSOME_{name.upper()}"


def _document(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        msg = f"{file}: {failure}"
        raise AppError(msg) from failure


def _table(file: Path, document: dict[str, Any]) -> dict[str, Any]:
    tools = document.get("tool", {})
    table: Any = tools.get("lissome", {}) if isinstance(tools, dict) else tools
    if not isinstance(table, dict):
        msg = f"{file}: [tool.lissome] must be a table"
        raise AppError(msg)
    return table


def _problem(error: ErrorDetails, file: Path, given: Collection[str]) -> str:
    name = str(error["loc"][0])
    path = ".".join(map(str, error["loc"]))
    place = _variable(name) if name in given else f"{file}, [tool.lissome] {path}"
    if error["type"] == "value_error":  # our own words, which name the value
        return f"{place}: {error['msg'].removeprefix('Value error, ')}."
    if name not in Settings.model_fields:
        close = _closest(name, Settings.model_fields)
        meant = f"; write {close}" if close else ""
        known = ", ".join(Settings.model_fields)
        return f"{place}: there is no such setting{meant}. Known settings: {known}."
    if Settings.model_fields[name].annotation in _TEXTS:
        return f"{place}: {error['msg']}."  # its value may hold a password
    number = _without_unit(name, str(error["input"]))
    advice = f"; write {number}" if number else ""
    return f"{place}: {error['msg']}, not {error['input']!r}{advice}."


def _without_unit(name: str, text: str) -> str:
    """Return the number that a text with a unit stands for, in the setting's unit: 524288 for ``512K``."""
    units = _SECONDS if name.endswith("_timeout") else _MEGABYTES if name.endswith("_mb") else _BYTES
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", text.lower())
    unit = units.get(found[2].removesuffix("ib").removesuffix("b") or "b") if found else None
    return f"{float(found[1]) * unit:.12g}" if found and unit else ""


def _misspelled_variables(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield variables that nobody reads, and that resemble one of a setting."""
    known = {_variable(name) for name in Settings.model_fields}
    for name in sorted(environ):
        if name.upper().startswith(_PREFIX) and name not in known | _OTHER_VARIABLES:
            close = _closest(name[len(_PREFIX) :], Settings.model_fields)
            if close:
                yield f"{name}: there is no such setting; write {_variable(close)}."


def _misspelled_tables(file: Path, document: dict[str, Any]) -> Iterator[str]:
    """Yield tables that nobody reads, and that resemble ``[tool.lissome]``."""
    tools = document.get("tool", {})
    named = {f"tool.{name}": name for name in tools if name != "lissome"} if isinstance(tools, dict) else {}
    for path, name in {**{name: name for name in document}, **named}.items():
        if _closest(name, ["lissome"]):
            yield f"{file}, [{path}]: nobody reads this table; write [tool.lissome]."


def _closest(name: str, known: Iterable[str]) -> str | None:
    plain = {_plain(one): one for one in known}
    close = get_close_matches(_plain(name), plain, n=1, cutoff=0.8)
    return plain[close[0]] if close else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())
