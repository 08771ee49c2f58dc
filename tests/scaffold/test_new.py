"""`lissome new`: what it asks, makes and refuses."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lissome.cli import main
from lissome.scaffold.choices import Choices, checked_name
from lissome.scaffold.errors import ScaffoldError
from lissome.scaffold.new import check_empty, new


def invoke(*arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["new", *arguments], input=answers)


def files_in(folder: Path) -> dict[str, str]:
    """The texts of a project's files, without what is copied anew by each command."""
    found = (file for file in folder.rglob("*") if file.is_file() and ".lissome" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_text() for file in found}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["lissome.cli.new"], "is_terminal", lambda: True)


def test_without_a_terminal_nothing_is_asked(here: Path) -> None:
    result = invoke("shop")
    assert result.exit_code == 0, result.output
    assert "?" not in result.stdout
    assert (here / "shop" / "src" / "routes" / "+page.server.py").is_file()
    assert (here / "shop" / "tests").is_dir()
    assert not (here / "shop" / "Dockerfile").exists()


def test_npm_finds_lissomes_package_before_anything_has_run(here: Path) -> None:
    invoke("shop")
    assert (here / "shop" / ".lissome" / "npm" / "package.json").is_file()


def test_the_printed_command_makes_the_same_again(here: Path) -> None:
    first = invoke("shop", "--template", "demo", "--no-tests", "--docker")
    again = shlex.split(first.stdout.partition("The same again: lissome new ")[2])
    assert again[0] == "shop"
    assert invoke("other", *again[1:]).exit_code == 0
    shop, other = files_in(here / "shop"), files_in(here / "other")
    assert other == {name: text.replace("shop", "other") for name, text in shop.items()}


@pytest.mark.usefixtures("terminal")
def test_a_terminal_is_asked_for_what_is_open(here: Path) -> None:
    result = invoke(answers="shop\ndemo\nn\ny\n")
    assert result.exit_code == 0, result.output
    assert "lissome new shop --template demo --no-tests --docker" in result.stdout
    assert (here / "shop" / "compose.yaml").is_file()


@pytest.mark.usefixtures("terminal")
def test_a_terminal_is_not_asked_for_what_is_said() -> None:
    result = invoke("shop", "--template", "minimal", "--tests", "--no-docker")
    assert result.exit_code == 0, result.output
    assert "?" not in result.stdout


def test_next_steps_are_those_of_the_template() -> None:
    assert "alembic upgrade head" in invoke("shop", "--template", "demo").stdout
    assert "alembic" not in invoke("plain").stdout


def test_the_current_folder_may_be_the_project(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "shop" / ".git").mkdir(parents=True)
    monkeypatch.chdir(here / "shop")
    result = invoke(".")
    assert result.exit_code == 0, result.output
    assert "cd " not in result.stdout
    assert '"name": "shop"' in (here / "shop" / "package.json").read_text()


def test_a_folder_with_files_is_refused_and_left_as_it_is(here: Path) -> None:
    (here / "shop").mkdir()
    (here / "shop" / "notes.txt").write_text("mine")
    result = invoke("shop")
    assert result.exit_code == 1
    assert "shop is not empty: it has notes.txt, and nothing is ever overwritten." in result.stderr
    assert files_in(here / "shop") == {"notes.txt": "mine"}


def test_a_file_is_refused(here: Path) -> None:
    (here / "shop").write_text("")
    with pytest.raises(ScaffoldError, match="is a file"):
        check_empty(here / "shop")


def test_a_folder_that_cannot_be_written_is_one_message(here: Path) -> None:
    (here / "file").write_text("")
    with pytest.raises(ScaffoldError, match="cannot be written"):
        new(Choices(str(here / "file" / "shop"), "shop"))


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("My App", "my-app"),
        ("shop_2", "shop-2"),
        ("-", "my-app"),
        ("Straße", "stra-e"),
        ("svelte", "svelte-app"),
        ("a" * 101, "a" * 100),
    ],
)
def test_names_that_npm_or_pip_refuse(name: str, instead: str) -> None:
    with pytest.raises(ScaffoldError, match=rf"Write {instead}\."):
        checked_name(name)
    assert checked_name(instead) == instead
