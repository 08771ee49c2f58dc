"""The code in the documents: found, written out as apps, and the exchanges they promise."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.apps import Apps

REPO = Path(__file__).resolve().parents[2]
# What documents use and do not show: tests/documents/<name>/src/…
EXTRAS = REPO / "tests" / "documents"

_FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# The first line may name the file: `# src/lib/x.py`, `// src/x.js`, `<!-- src/x.svelte -->`.
_PATH = re.compile(
    r"(?:#|//|<!--) (?P<path>(?:backend|src|tests)/\S+\.\w+|vite\.config\.js|pyproject\.toml)(?: -->)?$"
)
_STATUS = re.compile(r"^HTTP/1\.1 (?P<status>\d{3})", re.MULTILINE)
_ROUTE = re.compile(r"\+(?:page|layout)\.server\.py$")


@dataclass(frozen=True)
class Block:
    """A fenced block of code.

    Attributes:
        path: the file that its first line names, if it names one.
        line: where it begins in the document, counted from 1.
    """

    language: str
    text: str
    line: int

    @property
    def path(self) -> str | None:
        found = _PATH.fullmatch(self.text.partition("\n")[0].strip())
        return found["path"] if found else None


def blocks(document: Path) -> list[Block]:
    """The blocks of a document, from the top down."""
    text = document.read_text()
    return [
        Block(found["language"], found["text"], text.count("\n", 0, found.start()) + 2)
        for found in _FENCE.finditer(text)
    ]


def write_app(document: Path, app: Path) -> list[str]:
    """Write the files that a document shows into `app`; returns their paths, Python's last versions only.

    What a document uses and does not show stands in `EXTRAS`. A page that shows only its Python gets an
    empty component, because SvelteKit wants one.
    """
    extras = EXTRAS / document.stem
    shown = {block.path: block.text for block in blocks(document) if block.path}
    hidden = {
        str(file.relative_to(extras)): file.read_text()
        for file in extras.rglob("*")
        if file.is_file() and file.parent.name != "__pycache__"
    }
    files = hidden | shown
    for path, text in files.items():
        (app / path).parent.mkdir(parents=True, exist_ok=True)
        (app / path).write_text(text)
    for path in files:
        if _ROUTE.search(path) and "+page" in path:
            component = app / path.replace(".server.py", ".svelte")
            if not component.exists():
                component.write_text("<script>let { data } = $props();</script>{JSON.stringify(data)}")
    return [path for path in shown if path.endswith(".py")]


def module_of(guide: str, text: str) -> dict[str, Any]:
    """Run the block of a guide that has this text first; returns the names that it defines."""
    document = REPO / "docs" / "guides" / f"{guide}.md"
    found = next(block for block in blocks(document) if block.language == "python" and text in block.text)
    names: dict[str, Any] = {"__file__": str(document), "__name__": __name__}
    exec(compile(found.text, f"{document}:{found.line}", "exec"), names)
    return names


def guide_app(document: Path, apps: Apps) -> Path:
    """Return the folder of a document's app, with what an app needs besides, to be built or copied."""
    app = apps.target / f"guide-{document.stem}"
    if not app.exists():
        basics = apps.sources / "basics"
        (app / "src").mkdir(parents=True)
        for file in ("package.json", "package-lock.json", "vite.config.js", "src/app.html"):
            shutil.copy(basics / file, app / file)
        write_app(document, app)
    return app


@dataclass(frozen=True)
class Exchange:
    """An ``http`` block: a request, and what the answer must have.

    Attributes:
        headers: of the answer; others may be there too.
        body: the parts that the answer's body has, in this order; the document writes ``…`` between them.
    """

    method: str
    target: str
    sent_headers: list[tuple[str, str]]
    sent_body: str
    status: int
    headers: list[tuple[str, str]]
    body: list[str]


def exchange(block: Block) -> Exchange:
    """What an ``http`` block says."""
    status = _STATUS.search(block.text)
    assert status, f"line {block.line}: an http block needs the answer's line: HTTP/1.1 200 OK"
    method_line, sent_headers, sent_body = _message(block.text[: status.start()])
    method, target = method_line.split(" ")
    _, headers, body = _message(block.text[status.start() :])
    parts = [part.strip("\n") for part in body.split("…")]
    return Exchange(
        method, target, sent_headers, sent_body, int(status["status"]), headers, [*filter(None, parts)]
    )


def _message(text: str) -> tuple[str, list[tuple[str, str]], str]:
    head, _, body = text.partition("\n\n")
    first, *lines = head.strip().splitlines()
    pairs = [line.split(": ", 1) for line in lines]
    return first, [(name.lower(), value) for name, value in pairs], body.strip("\n")


def in_order(parts: list[str], text: str) -> bool:
    """Whether `text` has all parts, one after the other."""
    end = 0
    for part in parts:
        start = text.find(part, end)
        if start < 0:
            return False
        end = start + len(part)
    return True
