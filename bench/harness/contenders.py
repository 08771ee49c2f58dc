"""The servers that are compared, each started as its own documentation says."""

import sys
from pathlib import Path

from harness.projects import BENCH, NODE
from harness.servers import HOST, Server

LISSOME = "lissome"
KIT = "@sveltejs/adapter-node"
FLOOR = "bare handler"


def lissome(project: Path, port: int, python: str = sys.executable, name: str = LISSOME) -> Server:
    """`lissome serve` with one worker, by default with the lissome of this environment."""
    serve = ("-m", "lissome", "serve", "--host", HOST, "--port", str(port), "--workers", "1")
    return Server(name, (python, *serve), project, port, env={})


def kit(project: Path, port: int) -> Server:
    """`node build`, as adapter-node writes it."""
    env = {"NODE_ENV": "production", "HOST": HOST, "PORT": str(port)}
    return Server("adapter-node", (str(NODE), "build"), project, port, env)


def floor(project: Path, port: int) -> Server:
    """A granian worker with `floor.py`, which crosses into V8 and renders, and does nothing else."""
    granian = ("-m", "granian", "--interface", "asgi", "--host", HOST, "--port", str(port), "--workers", "1")
    loop = ("--loop", "uvloop", "--factory", "floor:create")
    env = {"PYTHONPATH": str(BENCH)}
    return Server("floor", (sys.executable, *granian, *loop), project, port, env)


def lissome_dev(project: Path, port: int) -> Server:
    """`lissome dev`, with the Node that the other side has."""
    dev = ("-m", "lissome", "dev", ".", "--host", HOST, "--port", str(port))
    return Server("lissome dev", (sys.executable, *dev), project, port, env={"LISSOME_NODE": str(NODE)})


def kit_dev(project: Path, port: int) -> Server:
    """SvelteKit's `vite dev`."""
    dev = ("node_modules/vite/bin/vite.js", "dev", "--host", HOST, "--port", str(port), "--strictPort")
    return Server("vite dev", (str(NODE), *dev), project, port, env={})
