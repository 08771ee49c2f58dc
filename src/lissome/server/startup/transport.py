"""Types of the app that travel to the browser: the encoding half of `transport`, in Python.

Kit's `src/hooks.js` exports ``transport = {Vector: {encode, decode}}``; its `decode` runs in the browser and
in V8. The Python half is the same name in `src/hooks.server.py`::

    transport = {"Vector": lambda value: isinstance(value, Vector) and [value.x, value.y]}

https://svelte.dev/docs/kit/hooks#Universal-hooks-transport
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from lissome.errors import AppError
from lissome.manifest import Manifest
from lissome.server.startup.modules import Modules


def load_encoders(manifest: Manifest, modules: Modules) -> Mapping[str, Callable[[Any], Any]]:
    """The encoders of src/hooks.server.py by name.

    Raises:
        AppError: one has no decoder in src/hooks.js, so the browser could not read what it sends.
    """
    if manifest.hooks.server is None:
        return {}
    encoders: Mapping[str, Callable[[Any], Any]] = getattr(
        modules.load(manifest.hooks.server), "transport", {}
    )
    for name in encoders:
        if name not in manifest.hooks.transport:
            msg = (
                f"{manifest.hooks.server}: transport[{name!r}] has no counterpart. Export transport with "
                f"{name}: {{ encode, decode }} from src/hooks.js, so that the browser can decode it"
            )
            raise AppError(msg)
    return encoders
