"""Ten pages with npm packages, in one app. `make ecosystem` has all, and asks SvelteKit and Chromium too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from conformance.projects import Projects
from conformance.scripts import Scripts
from conformance.servers import serving_one
from ecosystem import recording, table
from ecosystem.development import MADE_EQUAL_IN_DEV
from ecosystem.judge import MADE_EQUAL, ask, problems_of, unmet
from ecosystem.page import Page
from ecosystem.pages import GROUPS
from ecosystem.projects import project_of
from ecosystem.run import TIMES

SYSTEM_BUILTINS = {"child_process", "cluster", "dgram", "fs", "http", "http2", "https", "net", "tls", "vm"}
PAGES = {page.name: page for page in recording.samples()}


@pytest.fixture(scope="module")
def scripts(node: object) -> Iterator[Scripts]:
    with closing(Scripts()) as running:
        yield running


@pytest.fixture(scope="module")
def port(node: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = project_of("lissome", "packages", list(PAGES.values()))
    log = tmp_path_factory.mktemp("ecosystem") / "lissome.log"
    with serving_one("lissome", Projects("packages", {"lissome": folder}), log) as port:
        yield port


def test_all_samples_are_pages() -> None:
    assert PAGES.keys() == recording.SAMPLES.keys()


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_that_of_sveltekit_three_times(page: Page, port: int, scripts: Scripts) -> None:
    recorded = recording.read()[page.name]
    assert unmet(page, recorded) == []
    for _ in range(TIMES):
        assert problems_of(page, recorded, ask(port, page), "lissome", scripts) == []


def test_the_documentation_has_the_same_tables() -> None:
    assert table.written() == table.tables(), "run `make ecosystem ARGS=--write`"
    document = table.FILE.read_text()
    for made_equal in (MADE_EQUAL, MADE_EQUAL_IN_DEV):
        assert [name for name, why in made_equal.items() if f"| {name} | {why} |" not in document] == []


def test_a_package_that_cannot_work_calls_a_builtin() -> None:
    reasons = [page.cannot for pages in GROUPS.values() for page in pages if page.cannot]
    assert [reason for reason in reasons if not SYSTEM_BUILTINS & set(re.findall(r"`(\w+)`", reason))] == []
