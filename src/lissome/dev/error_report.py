"""Reports of errors that keep the app from running: for the terminal, as a page, and as Vite's overlay."""

from __future__ import annotations

import html
import textwrap
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from lissome.dev.vite_process import ViteError
from lissome.errors import LissomeError

_PAGE: Final = """<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width, initial-scale=1">
		<title>{title}</title>
		<style>
			:root {{ color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }}
			body {{ max-width: 60rem; margin: 0 auto; padding: 10vh 1.5rem 3rem; }}
			h1 {{ font-size: 1.25rem; font-weight: 600; margin: 0 0 .25rem; overflow-wrap: anywhere; }}
			p {{ margin: 0 0 1.5rem; opacity: .7; }}
			code, pre {{ font: 14px/1.6 ui-monospace, monospace; }}
			pre {{ overflow-x: auto; padding: 1rem 1.25rem; border-radius: .5rem; background: #8881; }}
			pre {{ border-left: 3px solid #e5484d; }}
		</style>
		{reloader}
	</head>
	<body>
		<h1>{title}</h1>
		<p>{place}</p>
		<pre>{details}</pre>
		<p>The page reloads when the file is saved.</p>
	</body>
</html>
"""


_RELOADER: Final = """<script type="module">
			import {{ createHotContext }} from '{base}/@vite/client';
			const hot = createHotContext('/lissome-error');
			for (const event of {events}) hot.on(event, () => location.reload());
		</script>"""


# vite/dev/failures.js; the address is Vite's for a module without a file.
_FAILURES: Final = '<script type="module" src="{base}/@id/__x00__lissome:dev/failures.js"></script>'


def error_page_scripts(base: str) -> str:
    """Return what the app's `error.html` needs besides: the page loads anew, and shows the failure."""
    return reloader(base, "lissome:refresh", "lissome:changed") + _FAILURES.format(base=base)


def reloader(base: str, *events: str) -> str:
    """Return the script by which a page without kit's client loads anew when it hears of an event."""
    return _RELOADER.format(base=base, events=list(events))


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """An error that occurred while the app was loaded.

    Attributes:
        title: the error in one line.
        file: the file, relative to the app's folder if it is in there; ``""`` if unknown.
        line: from 1.
        details: the source line with a caret, or the app's part of the traceback.
    """

    title: str
    details: str
    root: Path
    file: str = ""
    line: int = 1

    @property
    def place(self) -> str:
        """``file:line``, or ``""``."""
        return f"{self.file}:{self.line}" if self.file else ""

    @classmethod
    def of_module(cls, failure: BaseException, root: Path, file: str) -> ErrorReport:
        """Describe why a route module cannot be imported.

        Args:
            file: of the module, relative to `root`; it counts if the exception names none of the app.
        """
        report = cls.of(failure, root)
        if report.file:
            return report
        title = report.title.removeprefix(f"{file}: ")
        return replace(report, file=file, title=title)

    @classmethod
    def of(cls, failure: BaseException, root: Path) -> ErrorReport:
        """Describe an exception."""
        if isinstance(failure, ViteError):
            # the first line of kit's errors is only their name
            title = ": ".join(str(failure).splitlines()[:2])
            return cls(title, failure.stack or str(failure), root)
        if isinstance(failure, LissomeError):
            return cls(str(failure).partition("\n")[0], str(failure), root)
        if isinstance(failure, SyntaxError) and failure.filename:
            source = "".join(traceback.format_exception_only(failure)[1:-1])
            title = f"{type(failure).__name__}: {failure.msg}"
            details = textwrap.dedent(source).rstrip()
            return cls(title, details, root, _short(failure.filename, root), failure.lineno or 1)
        return cls._of_run(failure, root)

    @classmethod
    def _of_run(cls, failure: BaseException, root: Path) -> ErrorReport:
        stack = traceback.extract_tb(failure.__traceback__)
        frames = [frame for frame in stack if _is_own(frame.filename, root)] or list(stack)
        notes: list[str] = getattr(failure, "__notes__", [])
        title = "; ".join([f"{type(failure).__name__}: {failure}", *notes])
        details = ("".join(traceback.format_list(frames)) + title).replace(f"{root}/", "")
        if not frames:
            return cls(title, details, root)
        return cls(title, details, root, _short(frames[-1].filename, root), frames[-1].lineno or 1)

    def text(self) -> str:
        """Return the text for the terminal."""
        details = "" if self.details.endswith(self.title) and "\n" not in self.details else self.details
        return f"{self.place}  {self.title}\n{details}".strip()

    def page(self, base: str) -> bytes:
        """Return the page for a browser. It reloads when the app runs again."""
        escaped = {name: html.escape(getattr(self, name)) for name in ("title", "place", "details")}
        return _PAGE.format(reloader=reloader(base, "lissome:refresh"), **escaped).encode()

    def overlay(self) -> dict[str, Any]:
        """Return the message for Vite's error overlay, which covers a page and keeps its state."""
        error: dict[str, Any] = {"message": self.title, "stack": self.details, "plugin": "lissome"}
        if self.file:
            # absolute, so that a click opens the file in the editor
            error["loc"] = {"file": str(self.root / self.file), "line": self.line, "column": 1}
        return {"type": "error", "err": error}


def _is_own(file: str, root: Path) -> bool:
    path = Path(file)
    return path.is_relative_to(root) and not {"node_modules", ".venv"} & set(path.parts)


def _short(file: str, root: Path) -> str:
    path = Path(file)
    return str(path.relative_to(root)) if path.is_relative_to(root) else file
