"""The basics app with a login and two of the leaky app's leaks, for tests that open it in a new process.

The leaky app has 150 Python files, which the state guard instruments: some seconds for each process.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from support.apps import REPO, copy_built

LEAKS = REPO / "tests" / "apps" / "leaky" / "src" / "lib" / "server" / "leaks"

LOGIN = """
from lissome import redirect

async def login(event):
    form = await event.request.form()
    event.cookies.set("user", form["text"])
    redirect(303, "/")

actions = {"default": login}
"""

WHO = """
async def load(event):
    return {"name": event.locals.user or "nobody"}
"""

TASK_LEFT = """
from lib.server.leaks.task_left import watch

async def GET(event):
    watch(event.cookies.get("user"))
    return {"watching": True}
"""

LAZY_CLIENT = """
from lib.server.leaks.lazy_client import get_client

async def GET(event):
    return {"as": get_client(event.cookies.get("user")).token}
"""


def make_small_leaky_app(basics: Path, folder: Path) -> Path:
    """Copy the built basics app to a folder.

    Its login is /default-action, with the field `text`; /module-state says who it is, /api/text leaves a
    task, and /api/json answers with the first user's client.
    """
    hooks = (basics / "src" / "hooks.server.py").read_text()
    files = {
        "src/hooks.server.py": hooks.replace(
            "locals.started = True", 'locals.user = event.cookies.get("user")'
        ),
        "src/routes/module-state/+page.server.py": WHO,
        "src/routes/default-action/+page.server.py": LOGIN,
        "src/routes/api/text/+server.py": TASK_LEFT,
        "src/routes/api/json/+server.py": LAZY_CLIENT,
    }
    copy = copy_built(basics, folder, files)
    leaks = copy / "src" / "lib" / "server" / "leaks"
    leaks.mkdir()
    for name in ("task_left.py", "lazy_client.py"):
        shutil.copy(LEAKS / name, leaks)
    return copy
