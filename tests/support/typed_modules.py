"""Modules of a few lines, whose annotations are evaluated as those of an app's files."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from types import ModuleType

_numbers = itertools.count()


def make_module(source: str, folder: Path) -> ModuleType:
    """Run a text as a module of its own. Its file is in `folder`, so that its source can be read."""
    name = f"typed_module_{next(_numbers)}"
    file = folder / f"{name}.py"
    file.write_text(source)
    module = ModuleType(name)
    module.__file__ = str(file)
    sys.modules[name] = module
    exec(compile(source, file, "exec"), vars(module))
    return module
