"""The two apps: each is a folder for lissome and one for SvelteKit's `vite dev`, with the same pages."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harness.overlay import overlay
from harness.projects import BENCH, GENERATED, BuildError

from editing import routes
from editing.edits import Edit
from lissome.build.node import find_node
from lissome.build.npm import copy_npm_package, install

# Not below bench/build: Vite of `lissome dev` watches nothing in a folder of that name.
FOLDERS: Final = BENCH.parent / ".cache" / "edit"
DEMO: Final = BENCH.parent / "examples" / "workspace"

PYTHON_GOAL_MS: Final = 300.0  # until an edit of a load in Python shows

# What tools write into a folder: it stays there when the sources are copied anew.
KEPT: Final = frozenset({*GENERATED, "package-lock.json"})
NOT_COPIED: Final = (
    "node_modules",
    "build",
    ".svelte-kit",
    ".lissome",
    "__pycache__",
    "*.db",
    "*.db-*",
    ".env",
)
# What Vite and kit write; a cold start is one without it.
CACHES: Final = (Path("node_modules", ".vite"), Path("node_modules", ".vite-temp"), Path(".svelte-kit"))

FRAMEWORK: Final = ("@sveltejs/kit", "@sveltejs/vite-plugin-svelte", "svelte", "vite")
_CONFIG: Final = """import {{ {name} }} from '{module}';
import {{ defineConfig }} from 'vite';

export default defineConfig({{ plugins: [{name}()] }});
"""


@dataclass(frozen=True, slots=True)
class App:
    """An app that is edited.

    Attributes:
        folders: the app for lissome and for SvelteKit, in this order.
        page: what is asked for first after a start.
    """

    name: str
    title: str
    folders: tuple[Path, Path]
    page: str
    edits: tuple[Edit, ...]


def demo() -> App:
    """examples/workspace; for SvelteKit without its Python files, but with two of JavaScript.

    Raises:
        BuildError: npm or the demo's seed failed.
    """
    ours, theirs = folders("demo")
    _copy_demo(_emptied(ours, GENERATED))
    _install(ours)
    _seed(ours)
    overlay(_copy_demo(_emptied(theirs), "*.py", "pyproject.toml"), "demo_kit")
    _share_packages(ours, theirs)
    return App("demo", "examples/workspace", (ours, theirs), "/", demo_edits())


def demo_edits() -> tuple[Edit, ...]:
    """The edits of the demo's start page, which is the same for SvelteKit without a database."""
    icon = Path("src/lib/components/Icon.svelte")
    attribute = 'aria-hidden="true"'
    return (
        Edit("page", "/", Path("src/routes/+page.svelte"), "<h1>Know", "<h1>MARKER Know"),
        Edit("leaf component", "/", icon, attribute, f'{attribute} data-edit="MARKER"'),
        Edit(
            *("load in Python", "/", Path("src/routes/+layout.server.py")),
            *('user.theme if user else "system"', 'user.theme if user else "MARKER"'),
            goal=PYTHON_GOAL_MS,
            in_kit=Edit(
                *("load", "/", Path("src/routes/+layout.server.js")),
                *("theme: 'system'", "theme: 'MARKER'"),
            ),
        ),
    )


def three_hundred() -> App:
    """The app of 300 routes.

    Raises:
        BuildError: npm failed.
    """
    ours, theirs = folders("routes")
    for folder, name, module in ((ours, "lissome", "lissome"), (theirs, "sveltekit", "@sveltejs/kit/vite")):
        overlay(_emptied(folder), "routes")
        routes.generate(folder)
        (folder / "vite.config.js").write_text(_CONFIG.format(name=name, module=module))
        (folder / "package.json").write_text(json.dumps(_package(), indent="\t") + "\n")
    _install(ours)
    _share_packages(ours, theirs)
    edits = routes_edits()
    return App("routes", "300 routes", (ours, theirs), edits[0].address, edits)


def routes_edits() -> tuple[Edit, ...]:
    """A page without libraries, a leaf three levels below it, a page with all libraries."""
    pages = routes.pages()
    plain = next(page for page in pages if page.has_load and not page.libraries)
    rich = next(page for page in pages if len(page.libraries) == len(routes.LIBRARIES))
    leaf = routes.leaf_below(plain)
    return (
        _edit_of("page", plain),
        Edit("leaf component", plain.address, leaf, "<strong>Leaf", "<strong>MARKER Leaf"),
        _edit_of("page with carbon, shiki, echarts", rich),
    )


def libraries() -> dict[str, str]:
    """The libraries of the generated app, with their versions."""
    return dict(routes.LIBRARIES)


def forget_caches(folder: Path) -> None:
    """Delete what Vite and kit keep from one start to the next."""
    for cache in CACHES:
        shutil.rmtree(folder / cache, ignore_errors=True)


def _edit_of(name: str, page: routes.Page) -> Edit:
    return Edit(name, page.address, page.folder / "+page.svelte", "<h1>Page", "<h1>MARKER Page")


def folders(name: str) -> tuple[Path, Path]:
    """Where an app is made, for lissome and for SvelteKit."""
    return FOLDERS / name / "lissome", FOLDERS / name / "kit"


def _copy_demo(folder: Path, *left_out: str) -> Path:
    ignored = shutil.ignore_patterns(*NOT_COPIED, *left_out)
    shutil.copytree(DEMO, folder, dirs_exist_ok=True, ignore=ignored)
    return folder


def _emptied(folder: Path, kept: frozenset[str] | set[str] = KEPT) -> Path:
    """The folder with nothing in it but what tools wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.name in kept:
            continue
        if entry.is_dir():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    return folder


def _package() -> dict[str, object]:
    """package.json of the generated app: the libraries, and the framework as the demo pins it."""
    pinned = json.loads((DEMO / "package.json").read_text())["devDependencies"]
    framework = {name: pinned[name] for name in FRAMEWORK}
    return {
        "name": "bench-routes",
        "private": True,
        "type": "module",
        "imports": {"#lib/*": "./src/lib/*"},
        "dependencies": dict(routes.LIBRARIES),
        "devDependencies": {**framework, "lissome": "file:.lissome/npm"},
    }


def _install(folder: Path) -> None:
    os.environ["IBM_TELEMETRY_DISABLED"] = "true"  # carbon's install leaves a process that calls home
    copy_npm_package(folder)
    install(folder, find_node(), lambda _said: None)


def _seed(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "seed.py"], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BuildError(f"seed.py in {folder} ended with {done.returncode}:\n{done.stdout}{done.stderr}")


def _share_packages(source: Path, target: Path) -> None:
    """Give the other folder the same packages, by hard links: not one version differs."""
    lock = (source / "node_modules" / ".package-lock.json").read_bytes()
    stamp = target / "node_modules" / ".bench-lock"
    if not stamp.is_file() or stamp.read_bytes() != lock:
        shutil.rmtree(target / "node_modules", ignore_errors=True)
        shutil.copytree(
            source / "node_modules",
            target / "node_modules",
            symlinks=True,
            copy_function=os.link,
            ignore=lambda _folder, names: {".vite", ".vite-temp"} & set(names),
        )
        stamp.write_bytes(lock)
    # SvelteKit on Node has no use for it
    (target / "node_modules" / "lissome").unlink(missing_ok=True)
    package = json.loads((target / "package.json").read_text())
    package["devDependencies"].pop("lissome", None)
    (target / "package.json").write_text(json.dumps(package, indent="\t") + "\n")
