"""`from lissome import …`."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import lissome


def test_all_is_sorted_and_complete() -> None:
    homes = {name for names in lissome._MODULES.values() for name in names}
    assert len(lissome.__all__) == len(set(lissome.__all__))
    assert set(lissome.__all__) == homes


@pytest.mark.parametrize("name", lissome.__all__)
def test_every_name_is_there_and_documented(name: str) -> None:
    value = getattr(lissome, name)
    assert inspect.getdoc(value) or name in {"Handle", "Response"}  # a type alias, and Starlette's


def test_star_import() -> None:
    names: dict[str, object] = {}
    exec("from lissome import *", names)
    assert set(lissome.__all__) <= set(names)


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'lissome' has no attribute 'nonsense'"):
        _ = lissome.nonsense


def test_importing_the_package_loads_no_server() -> None:
    """`lissome --help` must be fast."""
    code = "import sys, lissome; sys.exit(bool({'starlette', 'pydantic', 'httpx'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_worker_loads_no_state_guard() -> None:
    code = (
        "import sys, lissome.cli.http_server, lissome.cli.serve, lissome.app\n"
        "sys.exit(any(name.startswith(('lissome.state_guard', 'lissome.testing')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_state_guard_has_a_public_name() -> None:
    import lissome.testing
    from lissome.state_guard import StateGuard

    assert lissome.testing.StateGuard is StateGuard
