"""What a request changes for the whole process is found, once, with the line that did it."""

from __future__ import annotations

import pytest

from support.tracked_app import TrackedApp

CHANGED = {
    "working directory": """
        import os
        start = os.getcwd()
        def serve():
            os.chdir("/")  # HERE
        def undo():
            os.chdir(start)
        """,
    "environment": """
        import os
        def serve():
            os.environ["SMALL_APP"] = "de"  # HERE
        def undo():
            del os.environ["SMALL_APP"]
        """,
    "environment, updated": """
        import os
        def serve():
            os.environ.update(SMALL_APP="de")  # HERE
        def undo():
            del os.environ["SMALL_APP"]
        """,
    "locale": """
        import locale
        start = locale.setlocale(locale.LC_NUMERIC)
        def serve():
            locale.setlocale(locale.LC_NUMERIC, "C" if start != "C" else "C.UTF-8")  # HERE
        def undo():
            locale.setlocale(locale.LC_NUMERIC, start)
        """,
    "umask": """
        import os
        before = []
        def serve():
            before.append(os.umask(0o027))  # HERE
        def undo():
            os.umask(before[0])
        """,
    "signal": """
        import signal
        def serve():
            signal.signal(signal.SIGUSR1, lambda *_: None)  # HERE
        def undo():
            signal.signal(signal.SIGUSR1, signal.SIG_DFL)
        """,
    "socket timeout": """
        import socket
        def serve():
            socket.setdefaulttimeout(5)  # HERE
        def undo():
            socket.setdefaulttimeout(None)
        """,
    "garbage collector": """
        import gc
        def serve():
            gc.disable()  # HERE
        def undo():
            gc.enable()
        """,
    "recursion limit": """
        import sys
        start = sys.getrecursionlimit()
        def serve():
            sys.setrecursionlimit(5000)  # HERE
        def undo():
            sys.setrecursionlimit(start)
        """,
    "warnings": """
        import warnings
        before = warnings.filters.copy()
        def serve():
            warnings.simplefilter("ignore", ResourceWarning)  # HERE
        def undo():
            vars(warnings)["filters"][:] = before
        """,
    "log level": """
        import logging
        logger = logging.getLogger("small.changed")
        def serve():
            logger.setLevel(logging.ERROR)  # HERE
        def undo():
            logger.setLevel(logging.NOTSET)
        """,
    "seed": """
        import random
        def serve():
            random.seed(1)  # HERE
        def undo():
            random.seed()
        """,
    "import path": """
        import sys
        def serve():
            sys.path.append("plugins")  # HERE
        def undo():
            sys.path.remove("plugins")
        """,
    "hook": """
        import sys
        start = sys.excepthook
        def serve():
            sys.excepthook = print  # HERE
        def undo():
            sys.excepthook = start
        """,
    "function of another module": """
        import json as notation
        start = notation.dumps
        def serve():
            notation.dumps = repr  # HERE
        def undo():
            notation.dumps = start
        """,
    "attribute of another module's class": """
        from decimal import DefaultContext
        def serve():
            DefaultContext.prec = 5  # HERE
        def undo():
            DefaultContext.prec = 28
        """,
    "setattr": """
        import email.message
        def serve():
            setattr(email.message.Message, "user", "mara")  # HERE
        def undo():
            del email.message.Message.user
        """,
    "entry of another module's table": """
        import mimetypes
        def serve():
            mimetypes.types_map[".small"] = "text/small"  # HERE
        def undo():
            del mimetypes.types_map[".small"]
        """,
}


@pytest.mark.parametrize("name", CHANGED)
async def test_changed(small_app: TrackedApp, name: str) -> None:
    module = small_app.module(CHANGED[name])
    try:
        await small_app.request(module.serve)
        await small_app.tracker.settle()
    finally:
        module.undo()
    [finding] = small_app.findings
    assert finding.kind == "process"
    assert (finding.file, finding.line) == ("src/lib/made.py", small_app.line())
    assert finding.requests == ("GET /1",)
