"""The names of the inputs that an app reads."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lissome.testing.two_user_probe.input_names import InputNames


@pytest.mark.node
@pytest.mark.timeout(600)
def test_names_are_read_from_the_sources(built_app: Callable[[str], Path]) -> None:
    names = InputNames.read(built_app("leaky"))
    assert "user" in names.cookies
    assert "q" in names.query
    assert "accept-language" in names.headers
    assert "content-type" not in names.headers
    assert "item" in names.body["src/routes/leaky/vars_of_module/+server.py"]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("event.cookies.get('session')", {"cookies": ["session"]}),
        ("event.url.search_params['q']", {"query": ["q"]}),
        ("'X-Tenant' in event.request.headers", {"headers": ["x-tenant"]}),
        ("event.request.headers['cookie']", {}),
        ("(await event.request.form()).get('item')", {"body": ["item"]}),
        ("os.environ['HOME']", {}),
        ("event.params['slug']", {}),
    ],
)
def test_lookups(tmp_path: Path, code: str, found: dict[str, list[str]]) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(f"async def load(event):\n    return {code}\n")
    (tmp_path / "src" / "broken.py").write_text("def (")
    names = InputNames.read(tmp_path)
    read = {"cookies": names.cookies, "query": names.query, "headers": names.headers}
    read["body"] = names.body["src/a.py"]
    assert {kind: list(one) for kind, one in read.items() if one} == found
