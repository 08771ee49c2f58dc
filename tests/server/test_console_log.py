"""The lines of `console.log` in components: shown by a server, unless the app has set up logging."""

from __future__ import annotations

import subprocess
import sys

import pytest

LINES = """
import logging
from lissome.server.console_log import show_console
{setup}
show_console()
logging.getLogger("lissome.console").info("GET /console: hello")
logging.getLogger("lissome.console").debug("GET /console: debug")
logging.getLogger("lissome.server").info("GET /nowhere: no route matches")
"""


@pytest.mark.parametrize(
    ("setup", "shown"),
    [
        ("", "GET /console: hello\n"),
        ("logging.basicConfig(format='app %(message)s')", "app GET /console: hello\n"),
        ("logging.getLogger('lissome.console').setLevel(logging.WARNING)", ""),
    ],
    ids=["alone", "the app has handlers", "the app wants less"],
)
def test_what_is_shown(setup: str, shown: str) -> None:
    """In a process of its own: pytest has handlers."""
    code = LINES.format(setup=setup)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stderr == shown
