"""What the tests of the build share: a V8 with a built app in it, and builds that must fail."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from lissome.build import BuildError, build
from support.apps import write_files
from support.v8 import V8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.apps import Apps


@pytest.fixture(scope="session")
def basics(built_app: Callable[[str], Path]) -> Path:
    """tests/apps/basics, built. It is built anew when anything has changed that builds are made of, or by."""
    return built_app("basics")


@pytest.fixture(scope="session")
def v8(basics: Path) -> Iterator[V8]:
    """An isolate that the tests share: what one leaves behind, the next would see."""
    v8 = V8(basics)
    yield v8
    v8.close()


@pytest.fixture(scope="session")
def failing_build(apps: Apps) -> Callable[[dict[str, str]], str]:
    """``failing_build({"src/routes/x/+page.svelte": "…"})``: what the build says of these files.

    They are in an app that has nothing else, since Vite reads all of it before it stops; and always in the
    same one, which keeps what every build needs and makes only once: its packages and the prelude of V8.
    """
    app = apps.copy("basics", to="failing")
    shutil.rmtree(app / "src")
    shutil.rmtree(app / "static")
    sources = apps.sources / "basics"
    basis = {name: (sources / name).read_text() for name in ("vite.config.js", "src/app.html")}

    def failing_build(files: dict[str, str]) -> str:
        written = {**basis, "src/routes/+page.svelte": "<h1>small</h1>", **files}
        write_files(app, written)
        try:
            with pytest.raises(BuildError) as failure:
                build(app, report=lambda _line: None)
        finally:
            for name in written:
                (app / name).unlink()
            shutil.rmtree(app / "src")
            shutil.rmtree(app / ".svelte-kit", ignore_errors=True)
        return str(failure.value)

    return failing_build
