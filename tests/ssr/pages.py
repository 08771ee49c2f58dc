"""The pages of a built app, rendered through a real isolate, without a server around it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from lissome.ssr import PATCHABLE, Bundle, Isolate, Limits, Renderer, RenderSession

if TYPE_CHECKING:
    from pathlib import Path

ORIGIN = "http://localhost"
LIMITS = Limits(time=20.0, heap=96 << 20)


@dataclass(frozen=True, slots=True)
class Pages:
    """A built app."""

    bundle: Bundle
    manifest: dict[str, Any]

    @staticmethod
    def read(app: Path) -> Pages:
        build = app / "build"
        return Pages(Bundle.read(build / "server"), orjson.loads((build / "manifest.json").read_bytes()))

    def isolate(
        self, *setup: str, limits: Limits = LIMITS, loop: asyncio.AbstractEventLoop | None = None
    ) -> Isolate:
        return Isolate(self.bundle.scripts(*setup), limits, loop)

    def renderer(self, *, limits: Limits = LIMITS, frozen: bool = True) -> Renderer:
        """A renderer as in production; with `frozen=False` it has a patchable isolate from the start."""
        patchable = (PATCHABLE,)
        return Renderer(
            lambda loop: self.isolate(*(() if frozen else patchable), limits=limits, loop=loop),
            lambda loop: self.isolate(*patchable, limits=limits, loop=loop),
        )

    def message(self, route: str, query: str = "", data: Any = None) -> bytes:
        """The render input of a page.

        Args:
            route: its id, for example ``/svelte/store``.
            query: what stands behind the question mark.
            data: what its server load returned.
        """
        page = next(each["page"] for each in self.manifest["routes"] if each["id"] == route)
        branch = [*page["layouts"], page["leaf"]]
        universal = any(self.manifest["nodes"][index]["universal_load"] for index in branch)
        return orjson.dumps(
            {
                "url": f"{ORIGIN}{route}?{query}",
                "params": {},
                "route": route,
                "status": 200,
                "branch": branch,
                "errors": [*page["errors"], None],
                "data": [None] * (len(branch) - 1) + [data],
                "form": None,
                "error": None,
                **({"universal": True} if universal else {}),
            }
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows of the time before it left something, and of the time after."""

    before: str
    after: str


async def no_host(request: dict[str, Any]) -> Any:
    """Nothing but timers can be asked for; those the renderer carries out itself."""
    raise AssertionError(request)


async def visit(renderer: Renderer, pages: Pages, route: str, query: str) -> Seen:
    """Render one of the pages that show `before: …` and `after: …`."""
    session = RenderSession(no_host, route=route)
    rendered = await asyncio.wait_for(renderer.render(pages.message(route, query), session), 60)
    found = dict(re.findall(r"<p>(before|after): (.*?)</p>", rendered.body.decode(), re.DOTALL))
    return Seen(found["before"], found["after"])
