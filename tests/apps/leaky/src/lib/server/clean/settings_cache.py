"""Read once, the same for all."""

import functools
import os


@functools.cache
def settings():
    return {"debug": os.environ.get("DEBUG") == "1"}
