"""`lissome probe`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lissome.console import err, out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.table import Table

    from lissome.testing.app import LocalsFor
    from lissome.testing.two_user_probe import ProbeReport, TargetResult
    from lissome.testing.two_user_probe.run import SignIn

EPILOG = """\b
Examples:
  lissome probe
  lissome probe /dashboard '/users/[id]' --read-only
  lissome probe --login /login --field email={user}@example.com --field password=secret \\
    --user ann --user bob
  lissome probe --login tests/sign_in.py --json
"""

folder = click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path)


@click.command(epilog=EPILOG, short_help="Send requests as two users, and look for data that crosses over.")
@click.argument("routes", nargs=-1)
@click.option("--root", default=".", type=folder, show_default=True, help="The app's folder.")
@click.option(
    "--user", "users", multiple=True, metavar="NAME", help="A user's name; give two or more. [default: two]"
)
@click.option(
    "--login",
    metavar="PATH|FILE",
    help="Page of the app with the login form; or a Python file with sign_in(user) or locals_for(name).",
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    metavar="NAME=VALUE",
    help="A field of the login form; {user} is replaced by the user's name.",
)
@click.option(
    "--param", "params", multiple=True, metavar="NAME=VALUE", help="A value for a parameter of routes."
)
@click.option(
    "--value", "values", multiple=True, metavar="NAME=VALUE", help="A value for a field of forms or JSON."
)
@click.option("--shared", multiple=True, metavar="ROUTE", help="A route whose input all users may see.")
@click.option(
    "--public",
    multiple=True,
    metavar="NAME",
    help="What all users may see of each other: a field, a cookie, a value, or user for the user's name.",
)
@click.option("--read-only", is_flag=True, help="Send GET requests only: no actions, no other methods.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def probe(  # noqa: PLR0917 - click passes keywords
    routes: tuple[str, ...],
    root: Path,
    users: tuple[str, ...],
    login: str | None,
    fields: tuple[str, ...],
    params: tuple[str, ...],
    values: tuple[str, ...],
    shared: tuple[str, ...],
    public: tuple[str, ...],
    read_only: bool,  # noqa: FBT001 - click passes keywords
    as_json: bool,  # noqa: FBT001 - click passes keywords
) -> None:
    """Request the app's ROUTES as two users, in turns and at once, and look for data of the other user.

    The built app runs in this process, with the state guard on. Every request carries unique values in
    cookies, headers, the query, parameters and form fields. If one of them is in the response to another
    user, or still in the app's state when its request has ended, that is a leak, and the exit code is 1.

    Without ROUTES all routes are requested. Every form action and endpoint is really called, DELETE included,
    with the database that the environment names: use one for tests, or --read-only.
    """
    import asyncio
    import logging

    # The app's log would fill the screen: the unique values are often invalid input.
    logging.getLogger().addHandler(logging.NullHandler())
    sign_in, locals_for = _login(login, _pairs("--field", fields))
    options: dict[str, Any] = {
        "users": users or 2,
        "sign_in": sign_in,
        "read_only": read_only,
        "shared": shared,
        "public": public,
        "params": _pairs("--param", params),
        "values": _pairs("--value", values),
    }
    report = asyncio.run(_run(root, routes, locals_for, options, quiet=as_json))
    _print(report, as_json=as_json)
    sys.exit(1 if report.leaks else 0)


async def _run(
    root: Path, routes: tuple[str, ...], locals_for: LocalsFor | None, options: dict[str, Any], *, quiet: bool
) -> ProbeReport:
    from lissome.testing.app import open_app
    from lissome.testing.two_user_probe import probe as run

    console = err()
    async with open_app(root, locals_for=locals_for) as app:
        if not options["read_only"] and not quiet:
            console.print("Sending every form and every method, as a user would; --read-only sends GET only.")
        with console.status("probing") as status:

            def on_result(result: TargetResult) -> None:
                status.update(f"probing {result.target}".replace("[", r"\["))

            return await run(app, routes, on_result=on_result, **options)


def _login(login: str | None, fields: dict[str, str]) -> tuple[SignIn | None, LocalsFor | None]:
    from lissome.testing.two_user_probe.login import FormLogin, LoginScript

    if login is None:
        if fields:
            raise click.UsageError("--field fills in the form of --login: give that too.")
        return None, None
    if login.endswith(".py"):
        if not Path(login).is_file():
            raise click.UsageError(f"--login {login} does not exist.")
        script = LoginScript.read(Path(login))
        return script.sign_in, script.locals_for
    if not fields:
        raise click.UsageError(f"--login {login} needs the form's fields: --field email={{user}}@example.com")
    return FormLogin(login, fields), None


def _pairs(option: str, given: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(pair.partition("=")[::2] for pair in given)
    if not all("=" in pair for pair in given):
        raise click.UsageError(f"{option} takes NAME=VALUE.")
    return pairs


def _print(report: ProbeReport, *, as_json: bool) -> None:
    if as_json:
        import orjson

        click.echo(orjson.dumps(report.as_dict(), option=orjson.OPT_INDENT_2).decode())
        return
    console = out()
    if not console.is_terminal:
        console.width = 10_000  # one line for each target, for programs that read them
    console.print(_table(report))
    for leak in report.leaks:
        console.print(f"\n{leak}", markup=False, soft_wrap=True)
    console.print(f"\n{report.summary()}", style="bold red" if report.leaks else "bold green")
    for hint in _hints(report):
        console.print(hint, markup=False, soft_wrap=True)


def _hints(report: ProbeReport) -> Iterator[str]:
    """Yield what to write so that the targets which refused every request are tested."""
    refused = [result for result in report.targets if result.never_ran]
    strangers = [result.target for result in refused if result.statuses.keys() & {401, 403, 404}]
    fields = [result.target for result in refused if result.target not in strangers]
    if strangers:
        yield (
            f"Hardly tested, because nobody was let in or nothing found: {', '.join(strangers)}. Sign users "
            "in (--login /login --field email={user}@example.com --field password=secret), or give the "
            "parameters values that exist (--param id=7)."
        )
    if fields:
        yield (
            f"Hardly tested, because every request was refused: {', '.join(fields)}. If a field takes only "
            "some values, give one: --value amount=5."
        )
        yield from (f"  {result.target} said {result.refusal}" for result in refused if result.refusal)


def _table(report: ProbeReport) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading in ("request", "kind", "answers", "found"):
        table.add_column(heading, overflow="fold")
    for result in report.targets:
        found = Text(
            _found(result), style="bold red" if result.leaks else "green" if result.sent else "yellow"
        )
        table.add_row(Text(result.target), result.kind, Text(_answers(result)), found)
    return table


def _answers(result: TargetResult) -> str:
    """Return the statuses with their counts, ``200 x 8``; status 0 means that no answer came in time."""
    parts = [f"{status or 'none'} x {count}" for status, count in sorted(result.statuses.items())]
    return ", ".join(parts) or "-"


def _found(result: TargetResult) -> str:
    if result.skipped:
        return f"skipped: {result.skipped}"
    count = len(result.leaks)
    return "nothing" if not count else "1 leak" if count == 1 else f"{count} leaks"
