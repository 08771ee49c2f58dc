"""A V8 with a built app's bundle in it, spoken to directly, without the server."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from py_mini_racer import MiniRacer

if TYPE_CHECKING:
    from pathlib import Path


@dataclass
class V8:
    """An isolate with an app's bundle: sends messages, and knows the app's routes.

    Attributes:
        app: the built app.
    """

    app: Path
    manifest: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.manifest = json.loads((self.app / "build" / "manifest.json").read_text())
        server = self.app / "build" / "server"
        self._v8 = MiniRacer()
        self._v8.eval((server / "prelude.js").read_text() + "\n0")
        self._v8.eval(f"__lissome_seed('{'5a' * 32}')")
        # a name that the app cannot see: the bundle's chunks have their own globalThis
        self._v8.eval(f"const enter = {(server / 'ssr.js').read_text()}; 0")

    def close(self) -> None:
        self._v8.close()

    def names(self) -> list[str]:
        """The names of the realm's globals."""
        names: list[str] = json.loads(
            str(self._v8.eval("JSON.stringify(Object.getOwnPropertyNames(globalThis))"))
        )
        return names

    def send(self, message: str) -> str:
        answer = self._v8.eval(f"enter.call({json.dumps(message)})", timeout_sec=10)
        assert isinstance(answer, str)
        return answer

    def input(self, route_id: str, data: Any = None, **more: Any) -> dict[str, Any]:
        """The render input of a page, as Python makes it; `data` is the page's own."""
        page = next(route["page"] for route in self.manifest["routes"] if route["id"] == route_id)
        branch = [*(layout for layout in page["layouts"] if layout is not None), page["leaf"]]
        universal = any(self.manifest["nodes"][node]["universal_load"] for node in branch)
        return {
            "url": f"http://localhost{route_id}",
            "params": {},
            "route": route_id,
            "status": 200,
            "branch": branch,
            "errors": [None, *([1] * (len(branch) - 1))],
            "data": [{"user": "ann"}, *([None] * (len(branch) - 2)), data],
            "form": None,
            "error": None,
            **({"universal": True} if universal else {}),
            **more,
        }

    def render(self, route_id: str, data: Any = None, **more: Any) -> Page:
        """Render a page that finishes at once."""
        return Page.of(self.send("r" + json.dumps(self.input(route_id, data, **more))))


@dataclass
class Page:
    """A finished render."""

    meta: dict[str, Any]
    head: str
    body: str

    @classmethod
    def of(cls, answer: str) -> Page:
        assert answer.startswith("k"), answer
        meta, head, body = answer[1:].split("\0")
        return cls(json.loads(meta), head, body)
