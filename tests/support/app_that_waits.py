"""The basics app with a route that answers when a test says so, and a start that takes as long as it says."""

from __future__ import annotations

from pathlib import Path

from support.apps import copy_built

# `/api/json?until=name` says who answers when there is a file of that name, and adds a word to `name.begun`.
ROUTE = """
import asyncio, gc, os, time
from pathlib import Path

from lissome.app import App

root = Path(__file__).parents[4]

async def GET(event):
    asked = event.url.search_params
    if name := asked.get("until"):
        with (root / f"{name}.begun").open("a") as file:
            file.write("begun,")
        while not (root / name).exists():
            await asyncio.sleep(0.01)
    time.sleep(float(asked.get("block") or 0))
    if reason := asked.get("lost"):
        gc.unfreeze()
        next(found for found in gc.get_objects() if isinstance(found, App)).on_engine_lost(reason)
    return {"pid": os.getpid()}
"""

# The app takes as long to start as the file `seconds` says.
HOOKS = """
import time
from pathlib import Path

seconds = Path(__file__).parents[1] / "seconds"
time.sleep(float(seconds.read_text()) if seconds.exists() else 0)

"""


def make_app_that_waits(basics: Path, folder: Path) -> Path:
    """Copy the built basics app to a folder, with that route and that start."""
    hooks = HOOKS + (basics / "src" / "hooks.server.py").read_text()
    return copy_built(basics, folder, {"src/routes/api/json/+server.py": ROUTE, "src/hooks.server.py": hooks})


def begun(app: Path, name: str) -> int:
    """The number of requests that wait for a file."""
    path = app / f"{name}.begun"
    return path.read_text().count("begun") if path.exists() else 0
