"""`lissome serve`."""

from __future__ import annotations

from pathlib import Path

import click

from lissome.bind_address import url_of
from lissome.cli.arguments import address_options, root_argument

EPILOG = """\b
Examples:
  lissome serve
  lissome serve --host 0.0.0.0 --port 80 --workers 4
  lissome serve --uds /run/app/http.sock
  lissome serve --ssl-certificate cert.pem --ssl-key key.pem
"""


class OctalMode(click.ParamType[int]):
    """Permissions of a file, written as for chmod: ``660``."""

    name = "mode"

    def convert(self, value: str | int, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the permissions."""
        try:
            mode = value if isinstance(value, int) else int(value, 8)
        except ValueError:
            mode = -1
        if not 0 <= mode <= 0o777:
            self.fail(f"{value!r} are no permissions such as 660.", param, ctx)
        return mode


existing_file = click.Path(exists=True, dir_okay=False, resolve_path=True, path_type=Path)


@click.command(epilog=EPILOG, short_help="Serve the built app.")
@root_argument
@address_options(port=8000)
@click.option(
    "--workers",
    default=1,
    type=click.IntRange(1),
    envvar="WEB_CONCURRENCY",
    show_default=True,
    show_envvar=True,
    help="Number of processes, each with its own V8. One per CPU core is a good start.",
)
@click.option("--access-log", is_flag=True, help="Print a line for each request.")
@click.option("--ssl-certificate", type=existing_file, help="PEM file; makes the server speak TLS.")
@click.option("--ssl-key", type=existing_file, help="The certificate's private key, PKCS#8.")
@click.option(
    "--grace",
    default=10,
    type=click.IntRange(1, 1800),
    show_default=True,
    help="Seconds that running requests get to finish when the server stops.",
)
@click.option(
    "--heartbeat-timeout",
    default=30,
    type=click.IntRange(0),
    show_default=True,
    help="Seconds after which a worker that does nothing any more is replaced; 0 turns this off.",
)
@click.option(
    "--max-rss",
    type=click.IntRange(0),
    metavar="MB",
    help="Replace a worker that uses more memory. By default the largest one is replaced when all together "
    "use nine tenths of the memory there is; 0 turns this off.",
)
@click.option(
    "--uds",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Listen on a Unix socket instead of a port.",
)
@click.option(
    "--uds-mode",
    default="660",
    type=OctalMode(),
    show_default=True,
    help="Permissions of the Unix socket.",
)
@click.option(
    "-v", "--verbose", is_flag=True, help="Also print the HTTP server's messages about its workers."
)
def serve(  # noqa: PLR0917 - click passes keywords
    root: Path,
    host: str,
    port: int,
    workers: int,
    access_log: bool,  # noqa: FBT001 - click passes keywords
    ssl_certificate: Path | None,
    ssl_key: Path | None,
    grace: int,
    heartbeat_timeout: int,
    max_rss: int | None,
    uds: Path | None,
    uds_mode: int,
    verbose: bool,  # noqa: FBT001 - click passes keywords
) -> None:
    """Serve the built app in ROOT over HTTP/1.1 and HTTP/2.

    Run `lissome build` first. SIGTERM and Ctrl-C let running requests finish; SIGHUP replaces the workers, as
    `lissome reload` does.
    """
    if (ssl_certificate is None) != (ssl_key is None):
        raise click.UsageError("--ssl-certificate and --ssl-key belong together: give both.")
    from lissome.cli.listeners import bind_tcp, bind_unix, take_passed
    from lissome.manifest import load_manifest

    load_manifest(
        root / "build" / "manifest.json"
    )  # reports at once, and once, what each worker would report
    url = url_of(host, port, tls=ssl_certificate is not None)
    if (listeners := take_passed()) is not None:
        url = "the socket of the service manager"
    elif uds is not None:
        listeners, url = bind_unix(uds, uds_mode), f"unix:{uds}"
    else:
        listeners = bind_tcp(host, port, workers)
    from lissome.cli.http_server import ServeOptions, run

    options = ServeOptions(
        root=root,
        url=url,
        workers=workers,
        access_log=access_log,
        ssl_certificate=ssl_certificate,
        ssl_key=ssl_key,
        grace=grace,
        heartbeat_timeout=heartbeat_timeout,
        max_rss=max_rss,
        verbose=verbose,
    )
    run(options, listeners)
