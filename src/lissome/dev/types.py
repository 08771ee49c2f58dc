"""Keeps the TypeScript types of the app's Python modules current."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING

from watchfiles import awatch

from lissome.build.errors import BuildError
from lissome.console import print_progress
from lissome.typescript.declarations import KITS, write_types
from lissome.typescript.sync import (
    DOES_NOT_END,
    READ_TIMEOUT,
    advice_on_tsconfig,
    reader_command,
    sources_digest,
    types_read,
)

if TYPE_CHECKING:
    from pathlib import Path

    from watchfiles.main import FileChange

    from lissome.typescript.declarations import AppTypes


class TypesWriter:
    """Writes the types of an app anew when its Python files have changed, or SvelteKit has written its types.

    Args:
        root: the app's folder.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._types: AppTypes | None = None
        self._said: set[str] = set()

    async def follow(self, stop: asyncio.Event) -> None:
        """Write the types now and after each change, until `stop` is set."""
        (self._root / KITS).mkdir(parents=True, exist_ok=True)
        watching = awatch(self._root / "src", self._root / KITS, stop_event=stop)
        waiting = asyncio.ensure_future(anext(watching, None))
        await asyncio.sleep(0)  # the watch has begun: what is saved from now on is not missed
        await self._write(set())
        while changes := await waiting:
            waiting = asyncio.ensure_future(anext(watching, None))
            await self._write(changes)

    async def _write(self, changes: set[FileChange]) -> None:
        is_python = any(path.endswith(".py") for _, path in changes)
        is_kit = any(path.endswith("$types.d.ts") for _, path in changes)
        if self._types is not None and not is_python and not is_kit:
            return
        try:
            if self._types is None or is_python:
                self._types = await self._read()
            await asyncio.to_thread(write_types, self._root, self._types)
        except (BuildError, OSError) as failure:  # what keeps modules from being imported is said elsewhere
            self._say(f"The types of Python are not current: {failure}")
            return
        for line in self._types.unannotated:
            self._say(line)
        if missing := advice_on_tsconfig(self._root):
            self._say(missing)

    async def _read(self) -> AppTypes:
        digest = await asyncio.to_thread(sources_digest, self._root)
        process = await asyncio.create_subprocess_exec(
            *reader_command(self._root), cwd=self._root, stdout=PIPE, stderr=PIPE
        )
        try:
            output, said = await asyncio.wait_for(process.communicate(), READ_TIMEOUT)
        except TimeoutError:
            raise BuildError(DOES_NOT_END) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return types_read(process.returncode or 0, output.decode(), said.decode(), digest)

    def _say(self, line: str) -> None:
        """Print a line, once."""
        if line not in self._said:
            self._said.add(line)
            print_progress(line)
