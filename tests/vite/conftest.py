"""The npm half of lissome, in Node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.modules import Modules, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def modules(
    node: Path, built_app: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Modules]:
    """Evaluates module graphs, and calls functions of the npm half."""
    package = (built_app("basics") / "node_modules" / "lissome").resolve()
    with running(node, package, tmp_path_factory.mktemp("modules")) as modules:
        yield modules
