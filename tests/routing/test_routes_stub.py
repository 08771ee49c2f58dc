"""The stub of an app's routes: its text, and what mypy makes of it."""

from __future__ import annotations

from pathlib import Path

from mypy import api

from lissome.routing.routes_stub import FILE, routes_stub

ROUTES = ["/", "/(app)/users", "/blog/[slug]", "/news/[slug]", "/[[lang]]/about"]
ROUTES += ["/odd/[my-id]", "/[a]-[b]/[...rest]"]
# What lissome.paths says of it; mypy would read the whole of lissome otherwise.
PATHS = """
from lissome_routes import resolve as resolve
PathParam = str | int
"""
SOURCE = """
from lissome.paths import resolve

resolve("/")
resolve("/users")
resolve("/(app)/users")
resolve("/blog/[slug]", slug=7)
resolve("/[[lang]]/about")
resolve("/[[lang]]/about", lang=None)
resolve("/odd/[my-id]", {"my-id": 1})
resolve("/[a]-[b]/[...rest]", a=1, b=2, rest="x/y")
"""
WRONG = """
from lissome.paths import resolve

resolve("/nowhere")
resolve("/blog/[slug]")
resolve("/blog/[slug]", slugg="x")
resolve("/blog/[slug]", slug=[1])
resolve("/blog/[slug]", slug=None)
resolve("/odd/[my-id]", {"my-idd": 1})
"""


def test_the_text() -> None:
    assert routes_stub(["/blog/[slug]", "/", "/news/[slug]"]).splitlines()[-4:] == [
        "@overload",
        'def resolve(route_id: Literal["/"], /) -> str: ...',
        "@overload",
        'def resolve(route_id: Literal["/blog/[slug]", "/news/[slug]"], /, *, slug: PathParam) -> str: ...',
    ]
    assert "@overload\n" not in routes_stub(["/", "/about"])


def test_a_type_checker_reads_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(routes_stub(ROUTES), encoding="utf-8")
    (tmp_path / "right.py").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    (tmp_path / "lissome").mkdir()
    (tmp_path / "lissome" / "__init__.pyi").touch()
    (tmp_path / "lissome" / "paths.pyi").write_text(PATHS, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nmypy_path = {tmp_path}\n", encoding="utf-8")
    options = ["--config-file", f"{tmp_path}/mypy.ini", "--cache-dir", f"{tmp_path}/cache", "--strict"]
    said, _, _ = api.run([*options, f"{tmp_path}/right.py", f"{tmp_path}/wrong.py"])
    lines = {line.rpartition("/")[2].split(": ")[0] for line in said.splitlines() if ": error:" in line}
    assert lines == {f"wrong.py:{number}" for number in range(4, 10)}, said
