"""The `lissome` command.

Each command imports its dependencies when it runs, so that `lissome --help` is quick.
"""

from __future__ import annotations

import click

from lissome import __version__
from lissome.cli.adopt import adopt
from lissome.cli.build import build
from lissome.cli.check import check
from lissome.cli.command_group import CommandGroup
from lissome.cli.dev import dev
from lissome.cli.new import new
from lissome.cli.probe import probe
from lissome.cli.reload import reload
from lissome.cli.routes import routes
from lissome.cli.serve import serve
from lissome.cli.sync import sync

EPILOG = """\b
Examples:
  lissome new my-app                make a project
  lissome dev                       edit the app in this folder and watch it change
  lissome sync                      write the types for svelte-check and editors
  lissome build                     make ./build
  lissome serve --workers 4         serve ./build on http://127.0.0.1:8000
  lissome reload                    … and go over to a new build without a pause
  lissome routes                    what answers which path
  lissome check --shared            what do users share on purpose?
  lissome probe --read-only         may one user see anything of another?
"""


@click.group(
    cls=CommandGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="lissome %(version)s")
def main() -> None:
    """SvelteKit with a Python server.

    ROOT, the argument of most commands, is the folder of an app: the one that holds package.json,
    vite.config.js and src/. Without it, the current folder is meant.
    """


main.add_command(new)
main.add_command(adopt)
main.add_command(dev)
main.add_command(sync)
main.add_command(build)
main.add_command(serve)
main.add_command(reload)
main.add_command(routes)
main.add_command(check)
main.add_command(probe)
