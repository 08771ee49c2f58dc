"""`[tool.lissome]` in pyproject.toml, and the environment variables that override it (`LISSOME_…`)."""

from __future__ import annotations

import os
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lissome.errors import AppError

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


Proxies = Annotated[tuple[Network | Literal["unix"], ...], BeforeValidator(_proxies)]


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
    trusted_proxies: Proxies = Field(
        default=(),
        description='Addresses, networks or "unix" of the trusted reverse proxies, whose headers count.',
    )
    proxy_headers: Literal["x-forwarded", "forwarded"] = Field(
        default="x-forwarded", description="The headers that those proxies set: X-Forwarded-…, or Forwarded."
    )
    cache_url: str = Field(
        default="",
        description="A Redis or Valkey that all workers share for lissome.cache: redis://host:6379/0.",
    )
    guard: bool = Field(default=True, description="Have `lissome dev` report state that requests share.")
    name: str = Field(default="", description="The app's name, for logs.")


def load_settings(root: Path) -> Settings:
    """Read the settings of the app in `root`.

    Raises:
        AppError: a setting is unknown or has an invalid value.
    """
    file = root / "pyproject.toml"
    variables = {name: f"LISSOME_{name.upper()}" for name in Settings.model_fields}
    given = {name: os.environ[variable] for name, variable in variables.items() if variable in os.environ}
    try:
        return Settings.model_validate(_table(file) | given)
    except ValidationError as failure:
        error = failure.errors(include_url=False)[0]
        where = ".".join(str(part) for part in error["loc"])
        place = variables[where] if where in given else f"{file}, [tool.lissome] {where}"
        known = ", ".join(Settings.model_fields)
        msg = f"{place}: {error['msg']}. Known settings: {known}."
        raise AppError(msg) from failure


def _table(file: Path) -> dict[str, object]:
    if not file.is_file():
        return {}
    try:
        tools = tomllib.loads(file.read_text("utf-8")).get("tool")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        msg = f"{file}: {failure}"
        raise AppError(msg) from failure
    table = tools.get("lissome", {}) if isinstance(tools, dict) else {} if tools is None else tools
    if not isinstance(table, dict):
        msg = f"{file}: [tool.lissome] must be a table"
        raise AppError(msg)
    return table
