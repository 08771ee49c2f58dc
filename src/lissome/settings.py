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
    table: dict[str, object] = {}
    if file.is_file():
        try:
            table = tomllib.loads(file.read_text("utf-8")).get("tool", {}).get("lissome", {})
        except tomllib.TOMLDecodeError as failure:
            msg = f"{file}: {failure}"
            raise AppError(msg) from failure
    for name in Settings.model_fields:
        value = os.environ.get(f"LISSOME_{name.upper()}")
        if value is not None:
            table = {**table, name: value}
    try:
        return Settings.model_validate(table)
    except ValidationError as failure:
        problem = failure.errors(include_url=False)[0]
        where = ".".join(str(part) for part in problem["loc"])
        known = ", ".join(Settings.model_fields)
        msg = f"{file}, [tool.lissome] {where}: {problem['msg']}. Known settings: {known}."
        raise AppError(msg) from failure
