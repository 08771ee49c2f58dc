"""`[tool.lissome]` in pyproject.toml, and the environment variables that override it (`LISSOME_…`)."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lissome.errors import AppError


class Settings(BaseModel):
    """How the server behaves. Every name is also an environment variable: LISSOME_RENDER_TIMEOUT."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    render_timeout: float = Field(default=1.0, gt=0, description="Seconds that one render may run in V8.")
    render_heap_mb: int = Field(default=128, ge=16, description="Megabytes of V8 heap, for one worker.")
    body_size_limit: int = Field(
        default=512 * 1024, ge=0, description="Bytes that a request's body may have; more is answered 413."
    )
    name: str = Field(default="", description="The app's name, for logs.")


def load_settings(root: Path) -> Settings:
    """Read the settings of the app in `root`.

    Raises:
        AppError: a setting is unknown or has a bad value.
    """
    file = root / "pyproject.toml"
    variables = {name: f"LISSOME_{name.upper()}" for name in Settings.model_fields}
    given = {name: os.environ[variable] for name, variable in variables.items() if variable in os.environ}
    try:
        return Settings.model_validate(_table(file) | given)
    except ValidationError as failure:
        problem = failure.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        place = variables[where] if where in given else f"{file}, [tool.lissome] {where}"
        known = ", ".join(Settings.model_fields)
        msg = f"{place}: {problem['msg']}. Known settings: {known}."
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
