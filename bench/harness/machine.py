"""What the figures were measured on, and with which versions of everything."""

import importlib.metadata
import json
import os
import platform
import subprocess
from pathlib import Path

import psutil
from py_mini_racer import MiniRacer

from harness.projects import NODE

NPM_PACKAGES = ("@sveltejs/kit", "svelte", "vite", "@sveltejs/adapter-node")
PYPI_PACKAGES = ("lissome", "granian", "uvloop", "mini-racer", "starlette", "orjson")


def machine() -> dict[str, object]:
    """Return processor, cores, memory and kernel."""
    return {
        "cpu": cpu_model(Path("/proc/cpuinfo").read_text()),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30, 1),
        "kernel": f"{platform.system()} {platform.release()}",
        "load_average_before": [round(value, 2) for value in os.getloadavg()],
    }


def cpu_model(cpuinfo: str) -> str:
    """Return the processor's name from the text of /proc/cpuinfo."""
    for line in cpuinfo.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def versions(kit_project: Path) -> dict[str, str]:
    """Return the versions of both sides and of the load generator."""
    return {**dev_versions(kit_project, NPM_PACKAGES), "wrk": wrk_version(), "commit": tree_commit()}


def dev_versions(project: Path, packages: tuple[str, ...]) -> dict[str, str]:
    """Return the versions of both sides, with those of npm packages in a project."""
    node, v8 = _node_versions()
    return {
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in PYPI_PACKAGES},
        "V8 in mini-racer": str(MiniRacer().v8_version),
        "node": node,
        "V8 in node": v8,
        **{name: _npm_version(project, name) for name in packages},
    }


def _node_versions() -> tuple[str, str]:
    script = "console.log(process.versions.node, process.versions.v8)"
    node, v8 = _output([str(NODE), "-e", script]).split()
    return node, v8


def _npm_version(project: Path, name: str) -> str:
    text = (project / "node_modules" / name / "package.json").read_text()
    return str(json.loads(text)["version"])


def wrk_version() -> str:
    """`wrk --version` prints its version with its usage, and fails."""
    words = _output(["wrk", "--version"]).split()
    return words[1] if len(words) > 1 else "unknown"


def tree_commit() -> str:
    """Return the commit of the working tree, with a plus when the product's files differ from it."""
    here = str(Path(__file__).parent)
    commit = _output(["git", "-C", here, "rev-parse", "--short", "HEAD"]).strip()
    product = (":/src", ":/vite", ":/bench/app")
    changed = _output(["git", "-C", here, "status", "--porcelain", "--", *product]).strip()
    return commit + ("+" if changed else "") if commit else "unknown"


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
