"""httpx with patience: by itself it gives up after five seconds, and a busy machine may need as many."""

from __future__ import annotations

from functools import partial

import httpx

from support.waiting import PATIENCE

get = partial(httpx.get, timeout=PATIENCE)
post = partial(httpx.post, timeout=PATIENCE)
stream = partial(httpx.stream, timeout=PATIENCE)
Client = partial(httpx.Client, timeout=PATIENCE)
