"""An endpoint, `GET /worker`, that counts what its worker holds; `harness.overlay` puts it into an app.

It looks at its own process, where nothing but a request can look. It is no part of lissome: whoever serves an
app with it shows the world how that app is doing.
"""

import asyncio
import gc

import psutil

from lissome import RequestEvent
from lissome.server.request.context import RequestContext
from lissome.ssr.isolate import Isolate


def GET(event: RequestEvent) -> dict[str, int]:
    """Collect all garbage, in Python and in V8, and count what is left: sizes in KB."""
    gc.unfreeze()  # lissome hides from the collector what a worker starts with; here it is counted too
    for _ in range(3):
        gc.collect()
    objects = gc.get_objects()
    kinds = [type(found) for found in objects]
    isolates = [found for found, kind in zip(objects, kinds, strict=True) if kind is Isolate]
    this = psutil.Process()
    return {
        "heap": sum(live_heap(isolate) for isolate in isolates) // 1024,
        "rss": this.memory_info().rss // 1024,
        "threads": this.num_threads(),
        "fds": this.num_fds(),
        "tasks": len(asyncio.all_tasks()),
        "events": sum(issubclass(kind, RequestEvent) for kind in kinds),
        "contexts": sum(issubclass(kind, RequestContext) for kind in kinds),
        "objects": len(objects),
    }


def live_heap(isolate: Isolate) -> int:
    """Bytes of V8's heap that survive a full collection."""
    isolate.context.notify_low_memory()
    return isolate.heap_statistics()["used_heap_size"]
