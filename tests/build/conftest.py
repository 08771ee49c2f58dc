"""What the tests of the build share: a V8 with a built app in it, and builds that must fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lissome.build import BuildError, build
from support.v8 import V8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.apps import Apps


@pytest.fixture(scope="session")
def basics(apps: Apps) -> Path:
    """tests/apps/basics, built in this run, because the build is what is tested here."""
    root = apps.copy("basics", to="basics-built-anew")
    build(root, report=lambda _line: None)
    return root


@pytest.fixture(scope="session")
def v8(basics: Path) -> Iterator[V8]:
    """An isolate that the tests share: what one leaves behind, the next would see."""
    v8 = V8(basics)
    yield v8
    v8.close()


@pytest.fixture
def failing_build(apps: Apps) -> Callable[..., str]:
    """``failing_build("name", {"src/routes/x/+page.svelte": "…"})``: what the build says of these files."""

    def failing_build(name: str, files: dict[str, str]) -> str:
        with pytest.raises(BuildError) as failure:
            build(apps.copy_with("basics", files, to=name), report=lambda _line: None)
        return str(failure.value)

    return failing_build
