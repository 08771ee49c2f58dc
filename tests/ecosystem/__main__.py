# ruff: noqa: T201 - it talks to people
"""`make ecosystem`: render pages with npm packages by lissome and by SvelteKit, and compare."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import closing, nullcontext
from pathlib import Path

from ecosystem import recording, table
from ecosystem.judge import ask, text_of
from ecosystem.page import Page
from ecosystem.pages import GROUPS
from ecosystem.run import Outcome, run
from ecosystem.servers import Servers
from ecosystem.visit import NoBrowserError, Visitor

# Vite's bundler takes more than Node's default for a hundred packages.
os.environ.setdefault("NODE_OPTIONS", "--max-old-space-size=6144")
# Node keeps what it compiles by path, and each project has new paths: that filled a disk.
os.environ["NODE_DISABLE_COMPILE_CACHE"] = "1"
# Carbon's installation leaves a process behind that sends what is installed.
os.environ["IBM_TELEMETRY_DISABLED"] = "true"


def main() -> int:
    """Print a line for each page; 1 if a page is not as in SvelteKit."""
    options = _options()
    if options.record:
        return _record()
    chosen = [(group, pages) for group, every in GROUPS.items() if (pages := _chosen(group, every, options))]
    if not chosen:
        print(f"No page is called {' or '.join(options.pages)!r}.")
        return 1
    try:
        failed = _try(chosen, options)
    except NoBrowserError as failure:
        print(failure)
        return 1
    if options.write and not failed:
        table.write()
        print(f"written: {table.FILE}")
    return int(failed)


def _try(chosen: list[tuple[str, list[Page]]], options: argparse.Namespace) -> bool:
    """Return whether a page has failed."""
    outcomes: list[Outcome] = []
    started = time.monotonic()
    with nullcontext() if options.no_browser else closing(Visitor()) as visits:
        for outcome in run(chosen, _sides(options), visits):
            outcomes.append(outcome)
            _report(outcome, time.monotonic() - started)
            if options.show and outcome.answer is not None:
                print("          shows " + text_of(outcome.answer.body.decode()))
    for side in _sides(options):
        tried = [outcome for outcome in outcomes if outcome.side == side]
        failed = [outcome.page.name for outcome in tried if outcome.failed]
        cannot = sum(bool(outcome.page.cannot) for outcome in tried)
        names = f": {' '.join(failed)}" if failed else ""
        print(f"\n{side}: {len(tried)} pages, {cannot} that cannot work, {len(failed)} failed{names}")
    return any(outcome.failed for outcome in outcomes)


def _sides(options: argparse.Namespace) -> list[str]:
    chosen = [side for side, wanted in (("lissome", options.production), ("dev", options.dev)) if wanted]
    return chosen or ["lissome", "dev"]


def _record() -> int:
    pages = recording.samples()
    with tempfile.TemporaryDirectory() as folder, Servers("packages", pages, Path(folder)) as servers:
        port = servers.port_of("kit")
        if isinstance(port, str):
            print(f"SvelteKit cannot build the pages of the suite: {port}")
            return 1
        recording.write({page.name: ask(port, page) for page in pages})
    print(f"recorded: {recording.FILE}")
    return 0


def _report(outcome: Outcome, seconds: float) -> None:
    verdict = "FAILED" if outcome.failed else "cannot" if outcome.page.cannot else "same"
    print(f"{seconds:6.0f} s  {verdict:6}  {outcome.side:7}  {outcome.page.name}", flush=True)
    for problem in outcome.problems:
        print("          " + problem.replace("\n", "\n          "), flush=True)
    for what, problems in (("in SvelteKit: ", outcome.broken), ("in SvelteKit too: ", outcome.said)):
        for problem in problems:
            print(f"          {what}{problem}", flush=True)


def _chosen(group: str, pages: tuple[Page, ...], options: argparse.Namespace) -> list[Page]:
    wanted = set(options.pages)
    return [page for page in pages if not wanted or group in wanted or page.name in wanted]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make ecosystem", description=__doc__)
    parser.add_argument("pages", nargs="*", help="only these pages, or groups of pages")
    parser.add_argument("--production", action="store_true", help="judge `lissome serve` only")
    parser.add_argument("--dev", action="store_true", help="judge `lissome dev` only")
    parser.add_argument("--no-browser", action="store_true", help="compare the HTML only")
    parser.add_argument("--show", action="store_true", help="print the text of SvelteKit's pages")
    parser.add_argument(
        "--write", action="store_true", help="write the tables of docs/reference/packages.md if nothing fails"
    )
    parser.add_argument("--record", action="store_true", help="record SvelteKit's answers for `make test`")
    options = parser.parse_args()
    if options.write and (options.pages or options.production or options.dev or options.no_browser):
        parser.error("--write is for all pages, in production and in dev, with the browser")
    return options


if __name__ == "__main__":
    sys.exit(main())
