"""`make release-check`: what a release would ship, built, looked at, and used as a user would.

Builds the wheel and the sdist, compares their files with git's, checks the metadata, installs the wheel with
its dependencies into an empty environment outside of the repository, and there builds an app and serves a
page. Dependencies are the newest that the metadata admits, as a user gets them, and not those of the lock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import httpx
from packaging.metadata import InvalidMetadata, Metadata
from steps import REPO, fail, run, say, step

sys.path.insert(0, str(REPO / "tests"))

from support.ports import free_port
from support.processes import Process

APP = REPO / "tests" / "apps" / "basics"
# What the page of that app says, once V8 has rendered what its load function returned.
EXPECTED_TEXT = re.compile(r"<h1[^>]*>hello</h1>")
SECONDS_TO_START = 120.0

SHIPPED = ("src/lissome/", "templates/", "vite/")

# Variables with which the repository, or the shell's own environment, could help the installed wheel.
AMBIENT = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "NODE_PATH"}

NETWORK = "They come from the package index. Behind a proxy set HTTPS_PROXY, or PIP_INDEX_URL for a mirror."
# What the installed Python says of itself.
INSTALLED = (
    "import json, importlib.metadata, lissome;"
    "print(json.dumps([lissome.__file__, lissome.__version__, importlib.metadata.version('lissome')]))"
)


def main() -> None:
    """Check everything; the first thing that is wrong ends it."""
    for name in [name for name in os.environ if name in AMBIENT or name.startswith("LISSOME_")]:
        del os.environ[name]
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lissome-release-") as folder:
        wheel = check_distributions(Path(folder))
        check_installed(wheel, Path(folder))
    say(f"Everything holds, after {time.monotonic() - started:.0f} s.")


# -- the files -------------------------------------------------------------------------------------------


def check_distributions(folder: Path) -> Path:
    """Build wheel and sdist into `folder`, and check their files and metadata; returns the wheel."""
    project = tomllib.loads((REPO / "pyproject.toml").read_text())["project"]
    versions = {
        "pyproject.toml": project["version"],
        "vite/package.json": json.loads((REPO / "vite" / "package.json").read_text())["version"],
    }
    if len(set(versions.values())) > 1:
        fail(f"the versions differ: {versions}", "Write the same one everywhere.")
    dist = folder / "dist"
    build = (sys.executable, "-m", "hatchling", "build", "-d", dist)
    step("Building wheel and sdist", build, advice="pyproject.toml may be damaged.")
    wheel, sdist = only(dist, "*.whl"), only(dist, "*.tar.gz")
    tracked = tracked_files()
    name = f"{project['name']}-{project['version']}"
    check_names(wheel.name, wheel_files(tracked, name), wheel_contents(wheel))
    check_names(sdist.name, sdist_files(tracked, name), sdist_contents(sdist))
    check_metadata(wheel, name, project)
    check_rebuilt(wheel, sdist, folder / "rebuilt")
    return wheel


def wheel_files(tracked: Iterable[str], name: str) -> set[str]:
    """Return the names of the files that belong into the wheel: the package, the npm half, and metadata."""
    found = {f"{name}.dist-info/{file}" for file in ("METADATA", "WHEEL", "RECORD", "entry_points.txt")}
    found.add(f"{name}.dist-info/licenses/LICENSE")
    for file in tracked:
        if file.startswith("src/lissome/"):
            found.add(file.removeprefix("src/"))
        elif file.startswith(("templates/", "vite/")):
            found.add(f"lissome/_{file}")
    return found


def sdist_files(tracked: Iterable[str], name: str) -> set[str]:
    """Return the names of the files that belong into the sdist: what the wheel is built from."""
    single = {"CHANGELOG.md", "LICENSE", "README.md", "pyproject.toml", ".gitignore"}
    sources = {file for file in tracked if file in single or file.startswith(SHIPPED)}
    return {f"{name}/{file}" for file in sources | {"PKG-INFO"}}


def problems(expected: set[str], found: set[str]) -> list[str]:
    """Return a line for each file that is missing, not known to git, or of a kind that is never shipped."""
    lines = [f"missing: {name}" for name in sorted(expected - found)]
    lines += [f"not in git, or of no use there: {name}" for name in sorted(found - expected)]
    for name in sorted(found):
        # a folder of tests is shipped only as a part of a new project
        parts = set(PurePosixPath(name.partition("templates/")[0] or name).parts)
        if parts & {"tests", "node_modules", "__pycache__"} or name.endswith((".pyc", ".map", ".db")):
            lines.append(f"never shipped: {name}")
    return lines


def check_names(archive: str, expected: set[str], found: set[str]) -> None:
    wrong = problems(expected, found)
    if wrong:
        advice = "See tool.hatch.build in pyproject.toml; commit or delete what git does not know."
        fail("\n".join([f"the files of {archive} are others than expected", *wrong]), advice)
    checked(f"{archive} has exactly the {len(expected)} files that it should")


def check_metadata(wheel: Path, name: str, project: Mapping[str, Any]) -> None:
    """Check the metadata by its specification, and that it has what pyproject.toml says."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(f"{name}.dist-info/METADATA")
    try:
        metadata = Metadata.from_email(text, validate=True)
    except ExceptionGroup as failures:
        wrong = [str(one) for one in failures.exceptions if isinstance(one, InvalidMetadata)]
        fail("\n".join(["the metadata is not valid", *wrong]), "Mend [project] in pyproject.toml.")
    lacking = differences(metadata, project)
    if lacking:
        fail("\n".join(["the metadata is not that of pyproject.toml", *lacking]), "Mend [project] there.")
    checked(f"the metadata is valid (version {metadata.metadata_version}) and that of pyproject.toml")


def differences(metadata: Metadata, project: Mapping[str, Any]) -> list[str]:
    """Return a line for each field in which the metadata differs from the table [project]."""
    pairs = {
        "name": (metadata.name, project["name"]),
        "version": (str(metadata.version), project["version"]),
        "summary": (metadata.summary, project["description"]),
        "license": (metadata.license_expression, project["license"]),
        "requires-python": (str(metadata.requires_python), project["requires-python"]),
        "classifiers": (sorted(metadata.classifiers or ()), sorted(project["classifiers"])),
        "extras": (sorted(metadata.provides_extra or ()), sorted(project["optional-dependencies"])),
        "readme": (metadata.description_content_type, "text/markdown"),
    }
    return [
        f"{field}: {found!r}, not {wanted!r}" for field, (found, wanted) in pairs.items() if found != wanted
    ]


def check_rebuilt(wheel: Path, sdist: Path, folder: Path) -> None:
    """Build a wheel from the sdist alone; it has to be the same, byte for byte."""
    source = folder / "source"
    source.mkdir()
    step("Unpacking the sdist", ("tar", "-xf", sdist, "-C", source), advice="Is it whole?")
    build = (sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder)
    step("Building the wheel from the sdist", build, cwd=only(source, "*"), advice="Does it lack a file?")
    if only(folder, "*.whl").read_bytes() != wheel.read_bytes():
        fail("the wheel that is built from the sdist is another one", "Compare `unzip -v` of both.")
    checked("the sdist builds the same wheel, byte for byte")


# -- the installed wheel ---------------------------------------------------------------------------------


def check_installed(wheel: Path, folder: Path) -> None:
    """Use the wheel where nothing of the repository is to be had."""
    bin_folder = install(wheel, folder / "venv")
    os.environ["PATH"] = os.pathsep.join([str(bin_folder), os.defpath])  # no Node of the machine's either
    check_origin(bin_folder, folder)
    app = copy_app(folder / "app")
    build = (bin_folder / "lissome", "build")
    step(f"Building a copy of the app {APP.name}", build, cwd=app, advice="See the lines above.")
    checked("`lissome build` builds the app, with the Node of the extra `node`")
    serve(bin_folder, app, folder / "serve.log")


def install(wheel: Path, venv: Path) -> Path:
    """Make an empty environment with the wheel and its dependencies; returns its folder of programs."""
    make = (sys.executable, "-m", "venv", venv)
    step("Making an empty environment", make, cwd=venv.parent, advice="Is the disk full?")
    pip = (venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check")
    get = (*pip, "install", "--no-input", "--progress-bar", "off", f"{wheel}[node]")
    step("Installing the wheel and its dependencies", get, cwd=venv.parent, advice=NETWORK)
    step("Looking for conflicts", (*pip, "check"), cwd=venv.parent, advice="See `dependencies`.")
    checked("the wheel installs into an empty environment, without conflicts")
    return venv / "bin"


def check_origin(bin_folder: Path, folder: Path) -> None:
    """Check that it is the installed package that is imported, in the version that was built."""
    answer = subprocess.run(
        [bin_folder / "python", "-c", INSTALLED], cwd=folder, capture_output=True, text=True, check=True
    )
    file, version, distribution = json.loads(answer.stdout)
    if not Path(file).is_relative_to(bin_folder.parent):
        fail(f"lissome is imported from {file}, not from {bin_folder.parent}", "What leads there?")
    if version != distribution:
        fail(f"lissome.__version__ is {version}, the wheel's {distribution}", "Write the same one.")
    checked(f"lissome {version} is imported from there, and from nowhere else")


def copy_app(target: Path) -> Path:
    """Copy the files of the app that git knows."""
    for name in tracked_files(APP):
        file = target / name
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(APP / name, file)
    return target


def serve(bin_folder: Path, app: Path, log_file: Path) -> None:
    """Serve the app, get its page and a script of it, and stop the server with all its processes."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    say(f"Serving it on {url} ...")
    command = [str(bin_folder / "lissome"), "serve", "--host", "127.0.0.1", "--port", str(port)]
    server = Process.start(command, log_file=log_file, cwd=app)
    try:
        check_page(wait_for(url, server))
    finally:
        server.stop(signal.SIGTERM)
    checked("SIGTERM to its process group ends the server, and no process is left")


def wait_for(url: str, server: Process) -> httpx.Response:
    """Ask for the page until the server answers."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return httpx.get(f"{url}/", timeout=30)
        except httpx.TransportError:
            if time.monotonic() > deadline or server.popen.poll() is not None:
                fail(f"the server does not answer at {url}", server.log())
            time.sleep(0.1)


def check_page(page: httpx.Response) -> None:
    """Check the rendered page, and one of the scripts that it loads."""
    greeting = EXPECTED_TEXT.search(page.text)
    if page.status_code != 200 or greeting is None:
        fail(f"the page has status {page.status_code} and the text\n{page.text}", "It should greet.")
    checked(f"GET / answers {page.status_code} with {greeting[0]}, rendered in V8")
    found = re.search(r'href="([^"]+\.js)"', page.text)
    script = httpx.get(page.url.join(found[1])) if found else None
    if script is None or script.status_code != 200 or "javascript" not in script.headers["content-type"]:
        fail(f"the page's script is not to be had: {script}", page.text)
    checked(f"GET {script.url.path} answers {script.status_code}: the client has its scripts")


# -- what the others use ---------------------------------------------------------------------------------


def checked(what: str) -> None:
    say(f"  checked: {what}")


def tracked_files(folder: Path = REPO) -> list[str]:
    """Return the files in a folder that git knows and that are there, relative to it."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=folder, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name and (folder / name).is_file()]


def wheel_contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sdist_contents(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name for member in archive if not member.isdir()}


def only(folder: Path, pattern: str) -> Path:
    """Return the one file that matches."""
    found = list(folder.glob(pattern))
    if len(found) != 1:
        fail(f"one {pattern} was expected in {folder}, not {len(found)}", "Did the build change?")
    return found[0]


if __name__ == "__main__":
    run(main)
