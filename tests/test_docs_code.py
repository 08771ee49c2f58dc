"""The code in the documents runs: each guide's files are an app, and its ``http`` blocks are what it does."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lissome.settings import Settings
from support.apps import Apps, build
from support.asgi import ORIGIN, started
from support.boot import booted
from support.documents import REPO, Block, blocks, exchange, guide_app, in_order, write_app

DOCUMENTS = sorted([*REPO.glob("*.md"), *REPO.glob("docs/**/*.md")])

# Imports each document's Python files as the server does, in a process of its own, which takes a fork.
IMPORT = """
import json, os, sys, traceback
import lissome, lissome.testing
from pathlib import Path
from lissome.server.startup.modules import load_module
for name in lissome.__all__:
    getattr(lissome, name)  # imports nearly all that guides import, once for all of them
failed = 0
for name, (folder, files) in json.load(sys.stdin).items():
    if os.fork() == 0:
        os.chdir(folder)
        sys.path.insert(0, "src")
        try:
            for file in files:
                load_module(Path("."), file)
        except BaseException:
            print(name, traceback.format_exc(), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    failed += os.wait()[1] != 0
sys.exit(failed)
"""


def named(documents: list[Path]) -> dict[str, Path]:
    return {str(path.relative_to(REPO)): path for path in documents}


WITH_PYTHON = named([path for path in DOCUMENTS if any(_.language == "python" for _ in blocks(path))])
WITH_EXCHANGES = named([path for path in DOCUMENTS if any(_.language == "http" for _ in blocks(path))])


def check(block: Block) -> None:
    if block.language == "python":
        compile(block.text, f"line {block.line}", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    elif block.language == "json":
        json.loads(block.text)
    elif block.language == "toml":
        table = tomllib.loads(block.text).get("tool", {}).get("lissome")
        if table is not None:
            Settings.model_validate(table)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPO)))
def test_code_is_well_formed(document: Path) -> None:
    for block in blocks(document):
        check(block)


def test_python_can_be_imported(tmp_path: Path) -> None:
    wanted: dict[str, tuple[str, list[str]]] = {}
    for number, (name, document) in enumerate(WITH_PYTHON.items()):
        folder = tmp_path / str(number)
        folder.mkdir()
        wanted[name] = (str(folder), write_app(document, folder))
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr


# Each is another build. Of their parts the tests of the features know most.
LONG = {f"docs/guides/{name}.md" for name in ("databases", "from-fastapi-and-sveltekit", "sign-in")}


@pytest.mark.node
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.long] * (name in LONG)) for name in WITH_EXCHANGES]
)
async def test_exchanges_are_true(name: str, apps: Apps) -> None:
    document = WITH_EXCHANGES[name]
    with booted(build(guide_app(document, apps))) as application:
        async with started(application) as client:
            for block in blocks(document):
                if block.language != "http":
                    continue
                wanted = exchange(block)
                headers = [("origin", ORIGIN), *wanted.sent_headers]
                answer = await client.send(
                    wanted.target, method=wanted.method, headers=headers, body=wanted.sent_body.encode()
                )
                where = f"{name} line {block.line}: {answer.status} {answer.headers} {answer.text}"
                assert answer.status == wanted.status, where
                for header in wanted.headers:
                    assert header in answer.headers, where
                assert in_order(wanted.body, answer.text), where
