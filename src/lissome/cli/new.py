"""`lissome new`."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from lissome.console import out

if TYPE_CHECKING:
    from lissome.scaffold.choices import Choices, Template

WITHOUT_UV: Final = (
    "python3 -m venv --upgrade-deps .venv && . .venv/bin/activate && pip install -e . --group dev"
)
EPILOG = """\b
Examples:
  lissome new                        ask
  lissome new my-app                 ask for the rest
  lissome new my-app --template demo --tests --docker
"""


@click.command(epilog=EPILOG, short_help="Make a new project.")
@click.argument("name", required=False)
@click.option(
    "--template",
    type=click.Choice(["minimal", "demo"]),
    help="Pages to begin with: a page with a form, or sign-in, sessions and a database.  [default: minimal]",
)
@click.option(
    "--tests/--no-tests", default=None, help="Tests of the app, and one in a browser.  [default: tests]"
)
@click.option(
    "--docker/--no-docker",
    default=None,
    help="Dockerfile and compose file, with PostgreSQL and Valkey.  [default: no-docker]",
)
def new(name: str | None, *, template: Template | None, tests: bool | None, docker: bool | None) -> None:
    """Make a new project in the folder NAME, which is its name too.

    Whatever the command line leaves open is asked for; if the input is no terminal, it is the default. The
    folder must be empty or not exist. No package is installed.
    """
    from lissome.scaffold.new import new as make

    choices = _choices(name, template=template, tests=tests, docker=docker)
    made = make(choices)
    _report(choices, len(made))


def _choices(
    name: str | None, *, template: Template | None, tests: bool | None, docker: bool | None
) -> Choices:
    """Return the answers; ask for those that are open, and check the folder before the rest is asked."""
    from lissome.scaffold.choices import DEFAULT_NAME, Choices, checked_name
    from lissome.scaffold.new import check_empty

    ask = is_terminal()
    folder = name or (_ask_folder() if ask else DEFAULT_NAME)
    project = checked_name(Path(folder).resolve().name)
    check_empty(Path(folder))
    if template is None:
        template = _ask_template() if ask else "minimal"
    if tests is None:
        tests = click.confirm("Tests?", default=True) if ask else True
    if docker is None:
        docker = click.confirm("Docker?", default=False) if ask else False
    return Choices(folder, project, template, tests, docker)


def is_terminal() -> bool:
    """True if there is somebody who can answer."""
    return sys.stdin.isatty()


def _ask_folder() -> str:
    """Ask for the folder, until a project can be there."""
    from lissome.scaffold.choices import DEFAULT_NAME, checked_name
    from lissome.scaffold.errors import ScaffoldError
    from lissome.scaffold.new import check_empty

    def checked(folder: str) -> str:
        try:
            checked_name(Path(folder).resolve().name)
            check_empty(Path(folder))
        except ScaffoldError as failure:
            raise click.UsageError(str(failure)) from failure
        return folder

    answer: str = click.prompt("Name of the project", default=DEFAULT_NAME, value_proc=checked)
    return answer


def _ask_template() -> Template:
    out().print("Template: [bold]minimal[/] is a page with a form, [bold]demo[/] has sign-in and a database")
    answer: Template = click.prompt("Template", type=click.Choice(["minimal", "demo"]), default="minimal")
    return answer


def _report(choices: Choices, files: int) -> None:
    """Say what was made, what to do next, and how to make it again."""
    from rich.markup import escape

    console = out()
    console.print(f"[green]Made[/] [bold]{choices.name}[/], {files} files. Next:")
    console.print()
    steps = _next_steps(choices)
    width = max(len(command) for command, _ in steps) + 3
    for command, purpose in steps:
        console.print(f"  [cyan]{escape(command.ljust(width))}[/]{purpose}".rstrip(), soft_wrap=True)
    console.print()
    console.print(f"Without uv: {WITHOUT_UV}", soft_wrap=True)
    console.print(f"The same again: {choices.command}", markup=False, soft_wrap=True)


def _next_steps(choices: Choices) -> list[tuple[str, str]]:
    steps = (
        [] if Path(choices.folder).resolve() == Path.cwd() else [(f"cd {shlex.quote(choices.folder)}", "")]
    )
    steps.append(("uv sync", "the Python packages, Node among them"))
    if choices.template == "demo":
        steps.append(("uv run alembic upgrade head", "the tables of the database"))
    steps.append(("uv run lissome dev", "http://127.0.0.1:5173"))
    return steps
