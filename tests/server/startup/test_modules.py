"""Route files as modules: their names, and what Python needs names for."""

from __future__ import annotations

import importlib
import inspect
import pickle
import subprocess
import sys
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lissome.errors import ManifestError, ModuleImportError
from lissome.server.startup.module_finder import module_name
from lissome.server.startup.modules import BrokenModule, Modules
from lissome.testing.fresh_modules import fresh_modules

Write = Callable[[str, str], str]


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "src/routes").mkdir(parents=True)
    with fresh_modules(tmp_path):
        sys.path.insert(0, str(tmp_path / "src"))
        yield tmp_path


@pytest.fixture
def write(root: Path) -> Write:
    """``write("src/routes/+page.server.py", "x = 1")``: make the file, and return its name."""

    def write(file: str, source: str = "") -> str:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
        importlib.invalidate_caches()
        return file

    return write


@pytest.fixture
def broken(root: Path) -> Callable[[str], BrokenModule]:
    def broken(file: str) -> BrokenModule:
        module = Modules(root).try_load(file)
        assert isinstance(module, BrokenModule)
        return module

    return broken


FILES = (
    *("src/routes/+page.server.py", "src/routes/+layout.server.py", "src/routes/+server.py"),
    *("src/routes/page.server.py", "src/routes/page/server.py", "src/routes/page/+server.py"),
    *("src/routes/sitemap.xml/+server.py", "src/routes/sitemap/xml/+server.py"),
    *("src/routes/sitemap-xml/+server.py", "src/routes/sitemap_xml/+server.py"),
    *("src/routes/sitemap%2Exml/+server.py", "src/routes/a.b/c/+server.py", "src/routes/a/b.c/+server.py"),
    *(
        "src/routes/[slug]/+page.server.py",
        "src/routes/slug/+page.server.py",
        "src/routes/(slug)/+page.server.py",
    ),
    *("src/routes/[[slug]]/+page.server.py", "src/routes/[...slug]/+page.server.py"),
    *("src/routes/[slug=int]/+page.server.py", "src/routes/[x+2e]well-known/+server.py"),
    *("src/hooks.server.py", "src/hooks/server.py", "src/params.server.py", "src/routes/guard.py"),
)


def test_two_files_never_have_one_name(root: Path, write: Write) -> None:
    assert len({module_name(file) for file in FILES}) == len(FILES)
    modules = Modules(root)
    loaded = [modules.load(write(file, f"FILE = {file!r}")) for file in FILES]
    assert [module.FILE for module in loaded] == list(FILES)
    assert [module.__file__ for module in loaded] == [str(root / file) for file in FILES]


def test_names_read_well() -> None:
    assert module_name("src/routes/blog/[slug]/+page.server.py") == "routes.blog.[slug].+page-server"
    assert module_name("src/routes/sitemap.xml/+server.py") == "routes.sitemap%2Exml.+server"
    assert module_name("src/hooks.server.py") == "hooks-server"


@pytest.mark.parametrize(
    "folder",
    ["rel", "[slug]", "(group)", "[...rest]", "[[lang]]/about", "a.b", "a.b/c.d", "sitemap.xml", "a-b"],
)
def test_relative_imports(root: Path, write: Write, folder: str) -> None:
    write("src/routes/shared.py", "TOP = 'top'")
    write(f"src/routes/{folder}/helper.py", "VALUE = 'beside'")
    write(f"src/routes/{folder}/tools/__init__.py", "from .inner import DEEP")
    write(f"src/routes/{folder}/tools/inner.py", "DEEP = 'package'")
    write(f"src/routes/{folder}/plain/inner.py", "DEEP = 'folder'")
    dots = "." * (folder.count("/") + 2)
    source = (
        f"from . import helper\nfrom .helper import VALUE\nfrom {dots}shared import TOP\n"
        "from .tools import DEEP\nfrom .plain.inner import DEEP as PLAIN\n"
        "def late():\n    from .helper import VALUE\n    return VALUE\n"
    )
    module = Modules(root).load(write(f"src/routes/{folder}/+page.server.py", source))
    assert (module.VALUE, module.TOP, module.DEEP, module.PLAIN) == ("beside", "top", "package", "folder")
    assert module.helper.VALUE == module.late() == "beside"
    assert getattr(module.__spec__, "parent", None) == module.__package__


def test_one_module_however_it_is_imported(root: Path, write: Write) -> None:
    """A guard is imported by pages beside it, and a helper by its absolute name too."""
    write("src/routes/app/helper.py", "seen = []")
    write("src/hooks.server.py", "from routes.app.helper import seen")
    page = write("src/routes/app/+page.server.py", "from .guard import seen\nfrom .helper import seen as own")
    write("src/routes/app/guard.py", "seen = []\nasync def guard(event): ...")
    modules = Modules(root)
    hooks = modules.load("src/hooks.server.py")
    loaded = modules.load(page)
    assert loaded.seen is modules.load("src/routes/app/guard.py").seen
    assert loaded.own is hooks.seen


def test_an_installed_package_of_the_same_name(
    root: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "routes", ModuleType("routes"))
    write("site/routes/__init__.py", "")
    sys.path.insert(0, str(root / "site"))
    write("src/routes/helper.py", "VALUE = 1")
    assert Modules(root).load(write("src/routes/+page.server.py", "from .helper import VALUE")).VALUE == 1


SOURCE = """
from __future__ import annotations
from dataclasses import dataclass
from typing import TYPE_CHECKING
import logging

if TYPE_CHECKING:
    from .missing import Missing

logger = logging.getLogger(__name__)

@dataclass
class Point:
    x: int
    other: Point | None = None

def double(x: Point) -> Point:
    return Point(2 * x.x)
"""


@pytest.mark.parametrize(
    "file", ["src/routes/[slug]/+page.server.py", "src/routes/a.b/+server.py", "src/hooks.server.py"]
)
def test_what_python_does_with_modules(root: Path, write: Write, file: str) -> None:
    module = Modules(root).load(write(file, SOURCE))
    assert pickle.loads(pickle.dumps(module.Point(1))) == module.Point(1)
    assert pickle.loads(pickle.dumps(module.double)) is module.double
    assert typing.get_type_hints(module.double)["x"] is module.Point
    assert "return Point(2 * x.x)" in inspect.getsource(module.double)
    assert module.logger.name == module.__name__ == module_name(file)
    assert inspect.getmodule(module.double) is module
    assert importlib.reload(module) is module


def test_modules_in_a_circle(root: Path, write: Write) -> None:
    write("src/routes/one.py", "from . import two\nNAME = 'one'\ndef other(): return two.NAME")
    write("src/routes/two.py", "from . import one\nNAME = 'two'\ndef other(): return one.NAME")
    module = Modules(root).load(write("src/routes/+page.server.py", "from . import one, two"))
    assert (module.one.other(), module.two.other()) == ("two", "one")


CHILD = """
import multiprocessing, sys
from pathlib import Path
from lissome.server.startup.modules import Modules

if __name__ == "__main__":
    root = Path(sys.argv[1])
    sys.path.insert(0, str(root / "src"))
    module = Modules(root).load("src/routes/[slug]/+page.server.py")
    function = {"own": lambda: module.square, "helper": lambda: module.cube}[sys.argv[3]]()
    with multiprocessing.get_context(sys.argv[2]).Pool(1) as pool:
        print(pool.apply(function, (3,)))
"""


@pytest.mark.parametrize(
    ("method", "function", "answer"),
    [("fork", "own", "9"), ("fork", "helper", "27"), ("spawn", "helper", "27")],
)
def test_functions_in_other_processes(
    root: Path, write: Write, method: str, function: str, answer: str
) -> None:
    """A new interpreter finds modules by their names on sys.path: those beside a route, and src/lib."""
    write("src/routes/[slug]/helper.py", "def cube(x): return x ** 3")
    write("src/routes/[slug]/+page.server.py", "from .helper import cube\ndef square(x): return x * x")
    script = root / "child.py"
    script.write_text(CHILD)
    done = subprocess.run(
        [sys.executable, script, root, method, function], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == answer, done.stderr


# -- modules that cannot be imported ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("x = missing", "NameError: name 'missing' is not defined"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("from .nowhere import x", "ModuleNotFoundError: No module named 'routes.nowhere'"),
        ("def load(event:", "SyntaxError: '(' was never closed"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise BaseException", "BaseException"),
        ("raise ValueError('one\\ntwo')", "ValueError: one"),
    ],
)
def test_a_module_that_fails(
    write: Write, broken: Callable[[str], BrokenModule], source: str, reason: str
) -> None:
    module = broken(write("src/routes/+page.server.py", f"\n{source}"))
    assert module.reason == f"{reason} (src/routes/+page.server.py:2)"
    with pytest.raises(ModuleImportError, match="cannot be imported") as raised:
        module(None)
    assert raised.value.__cause__ is module.cause
    assert module.failure() is not module.failure()


def test_the_reason_is_the_line_that_failed(
    root: Path, write: Write, broken: Callable[[str], BrokenModule]
) -> None:
    write("src/lib/db.py", "\n\n1 / 0")
    module = broken(write("src/routes/+page.server.py", "import lib.db"))
    assert module.place == "src/lib/db.py:3"
    assert module.cause.__traceback__ is not None
    assert module.cause.__traceback__.tb_frame.f_code.co_filename == str(root / module.file)


@pytest.mark.parametrize(
    ("file", "line", "instead"),
    [
        ("src/routes/+page.server.py", "from ..lib.db import get, put", "from lib.db import get, put"),
        ("src/routes/a/+page.server.py", "from ...lib import db", "from lib import db"),
        ("src/routes/a/+page.server.py", "from ... import lib", "import lib"),
        ("src/hooks.server.py", "from .lib.db import get", "from lib.db import get"),
    ],
)
def test_a_relative_import_that_leaves_src(
    write: Write, broken: Callable[[str], BrokenModule], file: str, line: str, instead: str
) -> None:
    module = broken(write(file, line))
    assert module.reason.endswith(
        f"imports begin in src, and a relative one cannot leave it; write: {instead}"
    )


def test_what_the_app_cannot_do_without(root: Path, write: Write) -> None:
    with pytest.raises(ModuleImportError, match="SystemExit: 3"):
        Modules(root).load(write("src/hooks.server.py", "raise SystemExit(3)"))
    with pytest.raises(ManifestError, match="gone"):
        Modules(root).load("src/params.server.py")
