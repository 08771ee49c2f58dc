"""The files of a small `build/client`, for tests of static files."""

from __future__ import annotations

from pathlib import Path

SCRIPT = b"export const answer = 42;\n" * 10
TYPES = {
    ".mp4": "video/mp4",
    ".js": "text/javascript",
    ".html": "text/html",
    ".txt": "text/plain",
    ".json": "application/json",
    ".docx": "",
    "": "application/msword",
}
"""As kit writes them; `.dot` has no suffix for it, but a type."""
FILM = bytes(range(256)) * 1000


def make_static_folder(folder: Path) -> Path:
    """Make a small `build/client` in a folder, beside a file that is not served; return its path."""
    client = folder / "client"
    files = {
        "_app/immutable/entry/start.B1.js": SCRIPT,
        "_app/immutable/entry/start.B1.js.br": b"brotli",
        "_app/immutable/entry/start.B1.js.gz": b"gzipped",
        "_app/version.json": b'{"version":"1"}',
        "_app/version.json.gz": b"gz",
        "film.mp4": FILM,
        "empty.txt": b"",
        "about.html": b"<p>about",
        "docs/index.html": b"<p>docs",
        "two words ä.txt": b"words",
        "only.gz": b"an archive of its own",
        "LICENSE": b"free",
        ".vite/manifest.json": b"{}",
        ".env": b"SECRET=1",
        "deep/.git/config": b"[core]",
        ".well-known/security.txt": b"Contact: us",
        ".well-known/.deep/.hidden": b"seen",
        "deep/.well-known/x.txt": b"not at the root",
        "50%.txt": b"half",
        "50%25.txt": b"quarter",
        "what?.txt": b"a question",
        "a#b.txt": b"hash",
        "a&b;c@d.txt": b"reserved",
        ".dot": b"a suffix?",
        "x.docx": b"unknown to kit",
        "X.MP4": b"film",
    }
    for name, content in files.items():
        path = client / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "secret.txt").write_bytes(b"not yours")
    return client
