"""The documents say what is true: every command, option and setting is in them, and what they show runs."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import click
import pytest

from lissome.cli import main
from lissome.scaffold.choices import Choices
from lissome.scaffold.new import new
from lissome.settings import Settings
from lissome.typescript.sync import sync
from support import http
from support.apps import Apps, build
from support.console import Console
from support.server import Server

REPO = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted([*REPO.glob("*.md"), *REPO.glob("docs/**/*.md"), *REPO.glob("examples/*/*.md")])

# A file of the first page in README.md: its path, then its content.
FILE = re.compile(r"^`(?P<path>[\w./+-]+)`\n\n```\w+\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)

Serve = Callable[..., AbstractContextManager[Server]]


def reference(name: str) -> str:
    return (REPO / "docs" / "reference" / f"{name}.md").read_text()


def row(text: str, name: str) -> str:
    """The table row of an option or a setting."""
    found = re.search(rf"^\| `{re.escape(name)}`.*$", text, re.MULTILINE)
    assert found, f"{name} is not documented"
    return found[0]


def default_of(option: click.Option) -> str:
    value = option.to_info_dict()["default"]
    return "" if value is None else str(value)


@pytest.mark.parametrize("command", main.commands.values(), ids=main.commands)
def test_every_option_is_in_the_reference(command: click.Command) -> None:
    section = re.search(
        rf"^## lissome {command.name}\n(.*?)(?=^## |\Z)", reference("cli"), re.MULTILINE | re.DOTALL
    )
    assert section, f"lissome {command.name} has no heading"
    for option in command.params:
        if isinstance(option, click.Option):
            documented = row(section[1], max(option.opts, key=len))
            assert option.is_flag or default_of(option) in documented
            assert str(option.envvar or "") in documented


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_reference(name: str) -> None:
    default = Settings.model_fields[name].default
    shown = "`[]`" if default == () else default
    assert f"| {shown} |" in row(reference("settings"), name) or default in ("", None)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPO)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r'\]\(([^)#"]+)[^)]*\)', document.read_text()):
        assert "://" in target or (document.parent / target).exists(), f"{target} is not there"


@pytest.fixture(scope="session")  # module scope would end before the browser tests, which come last
def first_page(apps: Apps) -> Path:
    """The app that README.md makes with `lissome new`, with the two files of its page, built."""
    app = apps.target / "first-page"
    new(Choices(str(app), "hello", tests=False))
    files = FILE.findall((REPO / "README.md").read_text())
    assert len(files) == 2
    for path, content in files:
        assert (app / path).is_file()
        (app / path).write_text(content)
    return build(app)


@pytest.mark.node
def test_the_first_page_works_without_javascript(first_page: Path, serve: Serve) -> None:
    with serve(first_page) as server:
        # SvelteKit's rule: cookies are secure, but for http://localhost
        url = server.url.replace("127.0.0.1", "localhost")
        client = http.Client(base_url=url, headers={"origin": url})
        assert "Hello, stranger!" in client.get("/").text
        refused = client.post("/", data={"name": "A"})
        assert (refused.status_code, "at least 2 characters" in refused.text) == (400, True)
        client.post("/", data={"name": "Ada"})
        assert "Hello, Ada!" in client.get("/").text
        client.close()


@pytest.mark.long
@pytest.mark.node
def test_the_first_page_has_the_right_types(first_page: Path, node: Path) -> None:
    sync(first_page, report=lambda _: None)
    script = "node_modules/svelte-check/bin/svelte-check"
    command: list[str | Path] = [node, script, "--tsconfig", "tsconfig.json"]
    result = subprocess.run(command, cwd=first_page, capture_output=True, text=True, check=False)
    assert "svelte-check found 0 errors and 0 warnings" in result.stdout, result.stdout


@pytest.mark.node
def test_the_first_page_works_in_a_browser(
    first_page: Path, serve: Serve, new_page: Callable[..., object], console: Console
) -> None:
    from playwright.sync_api import Page, expect

    page = new_page()
    assert isinstance(page, Page)
    with serve(first_page) as server:
        page.goto(server.url)
        expect(page.get_by_text("The answer is 42.")).to_be_visible()
        page.get_by_role("button", name="clicked").click()
        expect(page.get_by_role("button", name="clicked 1 times")).to_be_visible()
        page.get_by_label("Your name").fill("Ada")
        page.get_by_role("button", name="Introduce yourself").click()
        expect(page.get_by_role("heading")).to_have_text("Hello, Ada!")
    console.assert_clean()
