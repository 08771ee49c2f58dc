"""`lissome adopt` on projects of SvelteKit."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lissome.build.mistakes.project_files import project_files
from lissome.cli import main
from lissome.scaffold.adopt import plan
from lissome.scaffold.errors import ScaffoldError
from lissome.scaffold.server_files import server_files

FILES = {
    "package.json": json.dumps({"name": "@us/Shop", "devDependencies": {"@sveltejs/kit": "^3.0.0"}}),
    "vite.config.ts": "import { sveltekit } from '@sveltejs/kit/vite';\n"
    "export default { plugins: [sveltekit()] };\n",
    "tsconfig.json": '{\n\t"compilerOptions": {\n\t\t"strict": true\n\t}\n}\n',
    "src/routes/+page.server.ts": "export const load = async () => ({});\nexport const actions = {};\n",
    "src/routes/+page.ts": "export const load = () => ({});\n",
    "src/routes/api/+server.js": "export async function GET() {}\n",
    "src/routes/data.remote.ts": "export const get = query(() => 1);\n",
    "src/hooks.server.ts": "export function handle() {}\n",
    "src/params.ts": "export const num = () => true;\n",
    "src/lib/words.server.ts": "export const words = [];\n",
    "src/lib/server/db.ts": "export class Db {}\n",
    "src/lib/server/db.test.ts": "",
    "src/service-worker.ts": "",
    "src/app.d.ts": "export {};\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["adopt", *arguments])


def texts(root: Path) -> dict[str, str]:
    found = (file for file in root.rglob("*") if file.is_file() and ".lissome" not in file.parts)
    return {file.relative_to(root).as_posix(): file.read_text() for file in found}


def test_an_adopted_project_is_one_of_lissomes(project: Path) -> None:
    result = invoke(str(project))
    assert result.exit_code == 0, result.output
    assert "left to you" not in result.stdout
    assert list(project_files(project)) == []  # no mistakes for `lissome build`
    assert (project / ".lissome" / "npm" / "package.json").is_file()
    assert ".svelte-kit/lissome" in (project / "tsconfig.json").read_text()
    assert tomllib.loads((project / "pyproject.toml").read_text())["project"]["name"] == "us-shop"


def test_the_second_time_changes_nothing(project: Path) -> None:
    invoke(str(project))
    before = texts(project)
    assert "Changed: nothing" in invoke(str(project)).stdout
    assert texts(project) == before


def test_a_dry_run_shows_a_diff_and_writes_nothing(project: Path) -> None:
    result = invoke(str(project), "--dry-run")
    assert "-import { sveltekit } from '@sveltejs/kit/vite';" in result.stdout
    assert "+import { lissome as sveltekit } from 'lissome';" in result.stdout
    assert "--- /dev/null\n+++ b/pyproject.toml" in result.stdout
    assert texts(project) == FILES
    assert not (project / ".lissome").exists()


def test_server_files_are_listed_with_what_they_become(project: Path) -> None:
    found = {file.path: (file.becomes, file.exports) for file in server_files(project)}
    assert found == {
        "src/routes/+page.server.ts": ("src/routes/+page.server.py", ("load", "actions")),
        "src/routes/api/+server.js": ("src/routes/api/+server.py", ("GET",)),
        "src/routes/data.remote.ts": (
            "remote functions are not implemented in lissome yet: a load and actions, or an endpoint",
            ("get",),
        ),
        "src/hooks.server.ts": ("src/hooks.server.py", ("handle",)),
        "src/params.ts": (
            "may stay; matchers that only the server can run go to src/params.server.py",
            ("num",),
        ),
        "src/lib/words.server.ts": ("src/lib/words.py, for what Python needs of it", ("words",)),
        "src/lib/server/db.ts": ("src/lib/server/db.py", ("Db",)),
        "src/service-worker.ts": ("not implemented in lissome yet", ()),
    }
    listed = invoke(str(project), "--dry-run").stdout
    assert "src/routes/+page.server.ts (load, actions)\n    → src/routes/+page.server.py" in listed


def test_a_pyproject_that_exists_stays(project: Path) -> None:
    (project / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["httpx"]\n')
    result = invoke(str(project))
    assert 'left to you: pyproject.toml: write "lissome~=0.1.0" into [project] dependencies' in result.stdout
    assert 'left to you: pyproject.toml: write build = ["lissome[node]"] into' in result.stdout
    assert "httpx" in (project / "pyproject.toml").read_text()


def test_svelte_config_is_left_to_a_person(project: Path) -> None:
    (project / "svelte.config.js").write_text("export default {};\n")
    assert "svelte.config.js: move its options" in invoke(str(project)).stdout


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ('{"devDependencies": {"@sveltejs/kit": "^2.63.0"}}', "lissome works with SvelteKit 3"),
        ("{}", "does not name @sveltejs/kit"),
        ("{", "no package.json that can be read"),
    ],
)
def test_other_projects_are_refused(project: Path, package: str, message: str) -> None:
    (project / "package.json").write_text(package)
    with pytest.raises(ScaffoldError, match=message):
        plan(project)
    assert invoke(str(project)).exit_code == 1
