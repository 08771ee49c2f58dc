"""Mistakes of the app's author in `lissome dev`. Which ones there are is tested in tests/build/mistakes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lissome.build import BuildError
from lissome.build.build import check_configuration
from lissome.build.node import find_node
from lissome.dev.mistakes import Mistakes
from lissome.dev.vite import Vite
from lissome.dev.vite_process import ViteError, ViteProcess
from support.mistakes import write_files

if TYPE_CHECKING:
    from support.apps import Apps

PAGE = "src/routes/+page.server.py"
WRONG = "from lissome import fail\nasync def load(event):\n    fail(400, {})\n    return {}\n"


async def test_each_is_printed_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told: list[dict[str, Any]] = []

    async def tell(message: dict[str, Any]) -> None:
        told.append(message)

    write_files(tmp_path, {PAGE: WRONG, "src/service-worker.js": ""})
    mistakes = Mistakes(tmp_path, tell)
    await mistakes.look()
    said = capsys.readouterr().err
    assert f"error: {PAGE}:3: fail() is returned, not called: write return fail(400, {{}})" in said
    assert "src/service-worker.js: lissome has no service workers yet" in said
    await mistakes.look()
    assert capsys.readouterr().err == ""
    write_files(tmp_path, {PAGE: WRONG.replace("fail(400, {})", "event.label")})
    await mistakes.look()
    await mistakes.look()
    overlays = [message["data"] and message["data"]["err"] for message in told]
    assert overlays[-1] is None
    assert overlays[0]["message"] == "fail() is returned, not called: write return fail(400, {})"
    assert overlays[0]["loc"] == {"file": str(tmp_path / PAGE), "line": 3, "column": 1}


def test_a_configuration_without_the_plugin(tmp_path: Path) -> None:
    write_files(tmp_path, {"vite.config.js": "export default {};"})
    with pytest.raises(BuildError, match=r"^vite\.config\.js: this file has no lissome\(\) plugin"):
        check_configuration(tmp_path)


@pytest.mark.node
async def test_a_vite_whose_plugin_does_not_run(apps: Apps) -> None:
    files = {
        "vite.config.js": "import config from './base.config.js';\nexport default config;\n",
        "base.config.js": "export default {};\n",
    }
    root = apps.copy_with("basics", files, to="dev-no-plugin")
    vite = Vite(ViteProcess(root, find_node(), "127.0.0.1"))
    try:
        with pytest.raises(ViteError, match=r"^vite\.config\.js: this file has no lissome\(\) plugin"):
            await vite.start()
    finally:
        await vite.stop()
