"""What is looked at again after a change, and the lists of names that the analysis cannot import."""

from __future__ import annotations

from pathlib import Path

from lissome import RequestEvent, ServerLoadEvent
from lissome.build.mistakes import MistakeFinder
from lissome.build.mistakes.coroutines import EVENT_MEMBERS
from lissome.build.mistakes.options import CONFIG_KEYS
from lissome.build.mistakes.source_file import HOOKS
from lissome.isolation.timeouts import Timeouts
from lissome.server.startup.hooks import Hooks
from support.mistakes import write_files

PAGE = "src/routes/+page.server.py"


def members(kind: type) -> set[str]:
    return {name for name in dir(kind) if not name.startswith("_")}


def test_the_members_of_events_are_known() -> None:
    assert members(RequestEvent) | members(ServerLoadEvent) == set(EVENT_MEMBERS)


def test_the_hooks_are_known() -> None:
    assert {*HOOKS, "make_locals"} == set(Hooks.__dataclass_fields__)


def test_the_keys_of_config_are_known() -> None:
    limits = Timeouts().with_config(dict.fromkeys(CONFIG_KEYS, 7), "here")
    assert limits == Timeouts(7, 7)


def test_a_change_is_noticed(tmp_path: Path) -> None:
    write_files(tmp_path, {PAGE: "def loads(event): ...\n", "src/lib/a.py": "x = (\n"})
    finder = MistakeFinder(tmp_path)
    assert [one.file for one in finder.find()] == ["src/lib/a.py", PAGE]
    write_files(tmp_path, {PAGE: "async def load(event): ...\n", "src/lib/a.py": "x = 1\n"})
    assert finder.find() == []


def test_a_changed_import_is_followed(tmp_path: Path) -> None:
    """The page is what it was; what its name means has changed."""
    page = "from lib.a import go\nasync def load(event):\n    async with db.begin():\n        go(303, '/')\n"
    write_files(tmp_path, {PAGE: page, "src/lib/a.py": "def go(status, path): ...\n"})
    finder = MistakeFinder(tmp_path)
    assert finder.find() == []
    write_files(tmp_path, {PAGE: page, "src/lib/a.py": "from lissome import redirect as go\n"})
    assert [one.line for one in finder.find()] == [4]


def test_a_mistake_shows_its_line(tmp_path: Path) -> None:
    write_files(tmp_path, {PAGE: "def load(event):\n\treturn {,}\n"})
    (mistake,) = MistakeFinder(tmp_path).find()
    assert str(mistake) == f"{PAGE}:2: SyntaxError: invalid syntax\n2 | \treturn {{,}}\n  | \t        ^"


def test_files_that_are_not_python(tmp_path: Path) -> None:
    root = write_files(tmp_path, {})
    (root / "src").mkdir()
    (root / "src" / "bytes.py").write_bytes(b"x = '\xff'\n")
    (root / "src" / "null.py").write_bytes(b"x = 1\0\n")
    assert [one.file for one in MistakeFinder(root).find()] == ["src/bytes.py", "src/null.py"]
