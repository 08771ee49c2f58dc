"""The line of the app that makes a resource."""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

import pytest

import lissome
from lissome.state_guard.resources import call_site
from lissome.state_guard.resources.call_site import CallSites, CodeOwner

LISSOME = Path(lissome.__file__).parent
STDLIB = Path(sysconfig.get_paths()["stdlib"])
SITE_PACKAGES = Path(sysconfig.get_paths()["purelib"])


def owner(file: Path | str) -> CodeOwner:
    return CallSites(Path("/app")).owner_of(compile("", str(file), "exec"))


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("/app/src/lib/state.py", CodeOwner.APP),
        ("/app/.venv/lib/library.py", CodeOwner.LIBRARY),
        (LISSOME / "server" / "respond.py", CodeOwner.LISSOME),
        (call_site.__file__, CodeOwner.PYTHON),
        (LISSOME.parent / "other" / "library.py", CodeOwner.LIBRARY),
        (SITE_PACKAGES / "httpx" / "_client.py", CodeOwner.LIBRARY),
        (STDLIB / "socket.py", CodeOwner.PYTHON),
        (STDLIB / "concurrent" / "futures" / "thread.py", CodeOwner.POOL),
        ("<string>", CodeOwner.PYTHON),
        ("<frozen importlib._bootstrap>", CodeOwner.IMPORT),
    ],
    ids=str,
)
def test_owners_of_files(file: Path | str, expected: CodeOwner) -> None:
    assert owner(file) is expected


def run(root: Path, files: dict[str, str], call: str) -> tuple[CallSites, Any]:
    """Compile files, later ones see the names of earlier ones, and evaluate a call in the last."""
    sites = CallSites(root)
    names: dict[str, Any] = {"find": lambda **options: _find(sites, **options)}
    for file, source in files.items():
        exec(compile(source, root / file, "exec"), names)
    return sites, eval(call, names)


def _find(sites: CallSites, **options: Any) -> Any:
    return sites.find(**options)


def test_the_innermost_line_of_the_app(tmp_path: Path) -> None:
    app = "def inner():\n    return find()\ndef outer():\n    return inner()\n"
    _, site = run(tmp_path, {"src/state.py": app}, "outer()")
    assert (site.file, site.line, site.owners) == ("src/state.py", 2, ())


LIBRARY = (
    "class Pool:\n    def __init__(self, eager=False):\n        self.made = find() if eager else None\n"
    "    def take(self):\n        return self.made or find()\n"
)


def test_objects_of_libraries_on_the_way_are_owners(tmp_path: Path) -> None:
    files = {"library.py": LIBRARY, "src/state.py": "pool = Pool()\ndef serve():\n    return pool.take()\n"}
    _, site = run(tmp_path, files, "serve()")
    assert (site.file, site.line) == ("src/state.py", 3)
    assert [type(reference()).__name__ for reference in site.owners] == ["Pool"]


def test_an_object_that_is_being_made_is_not_an_owner(tmp_path: Path) -> None:
    files = {"library.py": LIBRARY, "src/state.py": "def serve():\n    return Pool(eager=True).take()\n"}
    _, site = run(tmp_path, files, "serve()")
    assert site.owners == ()


def test_imports_have_no_site(tmp_path: Path) -> None:
    _, site = run(tmp_path, {"src/state.py": "made = find()\n"}, "made")
    assert site is None
