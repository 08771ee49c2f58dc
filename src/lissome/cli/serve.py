"""`lissome serve`."""

from __future__ import annotations

from pathlib import Path

import click

from lissome.bind_address import check_address
from lissome.cli.arguments import address_options, root_argument

EPILOG = """\b
Examples:
  lissome serve
  lissome serve --host 0.0.0.0 --port 80 --workers 4
  lissome serve --ssl-certificate cert.pem --ssl-key key.pem
"""

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
    verbose: bool,  # noqa: FBT001 - click passes keywords
) -> None:
    """Serve the built app in ROOT over HTTP/1.1 and HTTP/2.

    Run `lissome build` first. SIGTERM and Ctrl-C let running requests finish.
    """
    if (ssl_certificate is None) != (ssl_key is None):
        raise click.UsageError("--ssl-certificate and --ssl-key belong together: give both.")
    from lissome.cli.http_server import ServeOptions, run
    from lissome.manifest import load_manifest

    load_manifest(
        root / "build" / "manifest.json"
    )  # reports at once, and once, what each worker would report
    run(
        ServeOptions(
            root=root,
            host=host,
            address=check_address(host, port),
            port=port,
            workers=workers,
            access_log=access_log,
            ssl_certificate=ssl_certificate,
            ssl_key=ssl_key,
            grace=grace,
            verbose=verbose,
        )
    )
