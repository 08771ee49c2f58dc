"""The real devalue, in V8."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from py_mini_racer import MiniRacer

from codec.graphs import to_json
from lissome.build.node import find_node
from support.apps import BUILDS, copy_sources, link_modules
from support.build_cache import digest_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from codec.graphs import Graph


@dataclass
class Devalue:
    """devalue's functions; values are described by graphs or by source."""

    engine: MiniRacer

    def write(self, graph: Graph) -> tuple[str, str]:
        """What `stringify` and `uneval` write."""
        flat, source = json.loads(self._call("write", to_json(graph)))
        return flat, source

    def write_encoded(self, graph: Graph) -> str:
        """What `stringify` writes with the encoders of reference.js."""
        return self._call("write_encoded", to_json(graph))

    def to_json(self, graph: Graph) -> str:
        """What `JSON.stringify` writes, or ``throws``."""
        return self._call("to_json", to_json(graph))

    def evaluate(self, source: str) -> str:
        """The flattened form of what JavaScript makes of an expression."""
        return self._call("evaluate", source)

    def from_json(self, text: str) -> str:
        """The flattened form of what JSON.parse makes of a text."""
        return self._call("from_json", text)

    def reparse(self, flat: str) -> str:
        """`stringify` of what `parse` reads."""
        return self._call("reparse", flat)

    def _call(self, function: str, argument: Any) -> str:
        text = self.engine.eval(f"JSON.stringify(reference.{function}({json.dumps(argument)}))")
        result = json.loads(str(text))
        assert isinstance(result, str)
        return result


@pytest.fixture(scope="session")
def devalue(repo: Path, node: Path) -> Iterator[Devalue]:
    """The package as npm has it, in one script."""
    sources = repo / "tests" / "js"

    def make(folder: Path) -> None:
        copy_sources(sources, folder)
        link_modules(folder)
        bundle = ["reference.js", "--format", "iife", "--name", "reference", "--file", "bundle.js"]
        command = [str(node), "node_modules/rolldown/bin/cli.mjs", *bundle]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    bundled = BUILDS.get("devalue", digest_of([sources], *find_node().version), make)
    engine = MiniRacer()
    engine.eval((bundled / "bundle.js").read_text("utf-8"))
    yield Devalue(engine)
    engine.close()
