"""Reading the types of an app in a process that imports it, and the files that they are written to."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from lissome.build.errors import BuildError
from lissome.dev.types import TypesWriter
from lissome.typescript.declarations import OWN, write_types
from lissome.typescript.sync import advice, read_types
from support.waiting import become

FILES = {
    "src/lib/env.py": """
import os
from lissome import Environment

class Env(Environment):
    api_key: str
    port: int = 80

env = Env.load()
print("what a module prints is no type")
""",
    "src/params.server.py": "def integer(value: str) -> int | None: ...",
    "src/routes/+layout.server.py": "def load(event) -> dict[str, int]: ...",
    "src/routes/+page.svelte": "",
    "src/routes/+page.server.py": """
from lissome import action
from lib.env import env

def load(event) -> dict[str, str]: ...

@action
async def save(event): ...
""",
    "src/routes/broken/+page.server.py": "import no_such_module\nasync def load(event): ...\nactions = {}",
    "src/routes/cut/+page.server.py": "async def load(event",
    "src/routes/wrong/+page.server.py": "def load(event, nobody) -> dict[str, int]: ...\nactions = {'a': 5}",
    "src/routes/api/[id]/+server.py": "def GET(event) -> list[int]: ...",
    "src/routes/bad/+server.py": "def (",
    # the lines of SvelteKit's that matter
    ".svelte-kit/types/src/routes/$types.d.ts": (
        "export type PageServerData = null;\nexport type LayoutServerData = null;"
    ),
    ".svelte-kit/types/src/routes/gone/$types.d.ts": "export type PageServerData = null;",
}


@pytest.fixture
def app(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_types_are_read_where_modules_are_broken_and_variables_missing(app: Path) -> None:
    types = read_types(app)
    texts = {file: module["text"] for file, module in types.files.items()}
    assert "load(event: unknown): Promise<Record<string, string>>" in texts["src/routes/+page.server.py"]
    assert '"save": (event: unknown) => Promise<any>' in texts["src/routes/+page.server.py"]
    assert "load(event: unknown): Promise<Record<string, any>>" in texts["src/routes/broken/+page.server.py"]
    assert types.files["src/routes/cut/+page.server.py"]["load"]
    assert types.files["src/routes/cut/+page.server.py"]["actions"]
    assert "GET: Array<number>" in texts["src/routes/api/[id]/+server.py"]
    assert "EndpointData = Record<string, any>" in texts["src/routes/bad/+server.py"]
    assert "integer: ParamMatcher<number>" in str(types.matchers)
    assert types.routes == ("/", "/api/[id]", "/bad")
    assert [line.partition(":")[0] for line in types.problems] == [
        "src/routes/bad/+server.py",
        "src/routes/broken/+page.server.py",
        "src/routes/cut/+page.server.py",
        "src/routes/wrong/+page.server.py",
    ]


def test_what_is_not_annotated_is_said_with_the_line_to_write(app: Path) -> None:
    (line,) = read_types(app).unannotated
    assert line == (
        "src/routes/+page.server.py:7: save does not say what it returns, so `form` is any in the component; "
        "write async def save(event: RequestEvent) -> Data, where Data is a TypedDict or a model"
    )


def test_hooks_that_cannot_be_imported_are_a_problem(app: Path) -> None:
    (app / "src" / "hooks.server.py").write_text("import no_such_module")
    assert read_types(app).problems[0].startswith("src/hooks.server.py: ModuleNotFoundError")


def test_a_process_that_ends_by_itself_is_an_error(app: Path) -> None:
    (app / "src" / "lib" / "env.py").write_text("import os\nos._exit(3)")
    with pytest.raises(BuildError, match="cannot be read"):
        read_types(app)


def test_files_are_written_and_taken_away(app: Path) -> None:
    types = read_types(app)
    write_types(app, types)
    own = app / OWN
    assert "typeof import('./+page.server.js').load" in (own / "src/routes/$types.d.ts").read_text()
    assert "Literal" in (own / "python" / "lissome_routes.pyi").read_text()
    assert (app / ".lissome" / "params.d.ts").is_file()
    (app / ".svelte-kit/types/src/routes/gone/$types.d.ts").unlink()
    times = {file: file.stat().st_mtime_ns for file in own.rglob("*") if file.is_file()}
    write_types(app, types)
    assert not (own / "src/routes/gone").exists()
    left = {file: file.stat().st_mtime_ns for file in own.rglob("*") if file.is_file()}
    assert left.items() <= times.items()


def test_it_is_said_what_checkers_need(app: Path) -> None:
    assert advice(app) is None  # no TypeScript
    (app / "tsconfig.json").write_text("{}")
    assert '"rootDirs": [".", "./.svelte-kit/lissome"' in str(advice(app))
    (app / "tsconfig.json").write_text('{"rootDirs": ["./.svelte-kit/lissome"]}')
    assert advice(app) is None  # nobody has asked for types yet
    write_types(app, read_types(app))
    assert advice(app) is None
    (app / "src/routes/+page.server.py").write_text("def load(event) -> None: ...")
    assert "run `lissome sync`" in str(advice(app))


async def test_in_dev_types_follow_python_and_svelte_kit(
    app: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stop = asyncio.Event()
    following = asyncio.create_task(TypesWriter(app).follow(stop))
    page = app / OWN / "src/routes/+page.server.d.ts"
    types = app / OWN / "src/routes/gone/$types.d.ts"
    try:
        assert await become(types.is_file)
        (app / "src/routes/+page.server.py").write_text("def load(event) -> dict[str, set[str]]: ...")
        assert await become(lambda: "Set<string>" in page.read_text())
        (app / ".svelte-kit/types/src/routes/gone/$types.d.ts").write_text("// changed")
        assert await become(lambda: types.read_text() == "// changed")
    finally:
        stop.set()
        await following
    said = capsys.readouterr().err
    assert said.count("save does not say what it returns") == 1
