"""V8's flags. They are of the whole process."""

import platform
import sys
from typing import Final

# V8 protects its code with a key of the processor, where that has any (`pku` in /proc/cpuinfo). Only the
# thread that initialises V8 gets the key, with those that it starts; but isolates are made and freed on any
# thread. Freeing one without the key is a SIGSEGV. Elsewhere V8 does not know this flag, and would ignore the
# others.
_ANY_THREAD: Final = (
    ("--no-memory-protection-keys",)
    if sys.platform == "linux" and platform.machine() in ("x86_64", "AMD64")
    else ()
)

# One thread for each isolate. What an isolate frees goes back to the system, not into V8's own pool, which
# would keep twice the heap limit for good once a render has filled the heap. Renders make garbage and little
# else: a small nursery (4 MB) keeps the garbage of queued renders from being taken for a full heap. A memory
# of WebAssembly has 256 MB at most.
V8_FLAGS: Final = (
    "--single-threaded",
    "--no-memory-pool",
    "--max-semi-space-size=4",
    "--expose-gc",
    "--wasm-max-mem-pages=4096",
    *_ANY_THREAD,
)
