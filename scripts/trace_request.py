"""Count the files of lissome that one page request goes through: `make trace`.

Serves one request in this process, after others that have filled the caches, and counts calls with
`sys.setprofile`: only functions of src/lissome, without the state guard. A coroutine that goes on is called
once more. A change of file is a call into another file than the call before it.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
from collections.abc import MutableMapping
from itertools import pairwise
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from steps import REPO, fail

PACKAGE = REPO / "src" / "lissome"
SOURCE = REPO / "tests" / "apps" / "basics"
BUILT = REPO / ".cache" / "trace" / "basics"
WARM_UP = 5
NOT_COPIED = shutil.ignore_patterns("node_modules", "build", ".svelte-kit", ".lissome", "__pycache__")


def main() -> None:
    """Build the app, serve the request, print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", default="/", help="the path to request (default: /)")
    parser.add_argument("--app", type=Path, help="a built app (default: tests/apps/basics, built for this)")
    parser.add_argument("--calls", action="store_true", help="print each call")
    options = parser.parse_args()
    calls = asyncio.run(traced(options.app or built(), options.path))
    files = [code.co_filename for code in calls]
    if options.calls:
        for code in calls:
            print(f"{Path(code.co_filename).relative_to(PACKAGE)}:{code.co_firstlineno} {code.co_qualname}")
    changes = sum(one != other for one, other in pairwise(files))
    print(
        f"{len(set(files))} files, {len(set(calls))} functions, {len(calls)} calls, {changes} changes of file"
    )


def built() -> Path:
    """Return the folder of a fresh build of the basics app."""
    shutil.copytree(SOURCE, BUILT, ignore=NOT_COPIED, dirs_exist_ok=True)
    if subprocess.run([sys.executable, "-m", "lissome", "build", str(BUILT)], check=False).returncode != 0:
        fail("the app was not built", "The message above says why.")
    return BUILT


async def traced(app_dir: Path, path: str) -> list[CodeType]:
    """Return the functions of lissome that one GET request calls, in order."""
    from lissome.app import create_app  # noqa: PLC0415 - a broken setup shows here

    app = create_app(app_dir)
    await app.start()
    try:
        for _ in range(WARM_UP):
            await request(app, path)
        calls: list[CodeType] = []

        def note(frame: FrameType, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(str(PACKAGE)):
                calls.append(frame.f_code)

        sys.setprofile(note)
        try:
            status = await request(app, path)
        finally:
            sys.setprofile(None)
    finally:
        await app.stop()
    if status != 200:
        fail(f"GET {path} answered {status}", "Name the path of a page.")
    return calls


async def request(app: Any, path: str) -> int:
    """Send a GET request to the app; return its status."""
    statuses: list[int] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"localhost"), (b"accept", b"text/html")],
        "client": ("127.0.0.1", 50000),
        "server": ("localhost", 80),
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    await app(scope, receive, send)
    return statuses[0]


if __name__ == "__main__":
    main()
