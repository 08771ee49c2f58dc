"""The servers that are compared, each started as its own documentation says."""

import sys
from pathlib import Path

from harness.projects import BENCH, NODE
from harness.servers import HOST, Server

LISSOME = "lissome"
KIT = "@sveltejs/adapter-node"
FLOOR = "bare handler"


def lissome(project: Path, port: int) -> Server:
    """`lissome serve` with one worker."""
    serve = ("-m", "lissome", "serve", "--host", HOST, "--port", str(port), "--workers", "1")
    return Server(LISSOME, (sys.executable, *serve), project, port, env={})


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
