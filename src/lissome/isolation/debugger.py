"""The question for a debugger: while one is attached no request is too slow, since its author looks at it."""

from __future__ import annotations

import sys


def is_debugger_attached() -> bool:
    """True if an editor debugs this process: VS Code by debugpy, PyCharm by pydevd.

    It may hold one thread and let the event loop go on, so a clock alone does not show it. pdb in a terminal
    does not count: it holds the loop, and in `lissome dev` the loop's clock then stands still.
    """
    debugpy, pydevd = sys.modules.get("debugpy"), sys.modules.get("pydevd")
    if debugpy is not None:
        return bool(debugpy.is_client_connected())
    return pydevd is not None and pydevd.get_global_debugger() is not None
