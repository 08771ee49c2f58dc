"""The one declaration of page options, and what is derived from it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lissome.build import analyse
from lissome.page_options import PageOptions, allowed_values, inherited, option_names, python_name


@pytest.mark.parametrize(
    ("name", "spelling", "values"),
    [
        ("ssr", "ssr", (True, False)),
        ("csr", "csr", (True, False)),
        ("prerender", "prerender", (True, False, "auto")),
        ("trailingSlash", "trailing_slash", ("never", "always", "ignore")),
        ("config", "config", None),
    ],
)
def test_names_and_values(name: str, spelling: str, values: tuple[object, ...] | None) -> None:
    assert name in option_names()
    assert python_name(name) == spelling
    assert allowed_values(name) == values


def test_the_lowest_node_counts() -> None:
    chain = [PageOptions(ssr=False, csr=False), PageOptions(), PageOptions(ssr=True)]
    assert inherited(chain, "ssr") is True
    assert inherited(chain, "csr") is False
    assert inherited(chain, "prerender") is None
    assert inherited([], "ssr") is None


def test_a_dict_is_merged_key_by_key() -> None:
    chain = [PageOptions(config={"a": 1, "b": {"x": 1}}), PageOptions(), PageOptions(config={"b": {"y": 2}})]
    assert inherited(chain, "config") == {"a": 1, "b": {"y": 2}}
    assert chain[0].config == {"a": 1, "b": {"x": 1}}


def test_the_build_reads_all_of_them_as_a_script_of_its_own(tmp_path: Path) -> None:
    """Vite runs the analysis with ``python -I``, without lissome on the path."""
    source = "".join(
        f"{python_name(name)} = {(allowed_values(name) or ({},))[0]!r}\n" for name in option_names()
    )
    file = tmp_path / "+page.server.py"
    file.write_text(source)
    command = [sys.executable, "-I", "-S", analyse.__file__, str(file)]
    (module,) = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert module["error"] is None
    assert tuple(module["options"]) == option_names()
