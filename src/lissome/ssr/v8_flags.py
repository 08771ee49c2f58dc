"""V8's flags. They are of the whole process."""

from typing import Final

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
)
