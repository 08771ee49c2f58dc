"""Files that a measurement adds to a copy of an app: a route that looks inside, routes that stream."""

import shutil
from pathlib import Path

LAYERS = Path(__file__).parents[1] / "app"


def overlay(app: Path, *names: str) -> Path:
    """Lay folders of `bench/app` over the copy in `app`; returns it."""
    for name in names:
        shutil.copytree(LAYERS / name, app, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return app
