"""`breakpoint()` in the terminal of `lissome dev`."""

from __future__ import annotations

import os
import sys
from typing import Any


def leave_ctrl_c_to_dev() -> None:
    """Keep pdb from taking SIGINT over: Ctrl-C would open its prompt ever after, and end nothing.

    A hook of an editor or of PYTHONBREAKPOINT is left as it is.
    """
    if sys.breakpointhook is sys.__breakpointhook__ and "PYTHONBREAKPOINT" not in os.environ:
        sys.breakpointhook = _break


def _break(*_arguments: Any, **_options: Any) -> None:
    from pdb import Pdb  # noqa: PLC0415 - most sessions need none

    Pdb(nosigint=True).set_trace(sys._getframe(1))  # noqa: SLF001 - as pdb.set_trace finds its caller
