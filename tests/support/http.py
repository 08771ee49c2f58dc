"""httpx with patience, and without TLS, for servers on this machine.

By itself it gives up after five seconds, and a busy machine may need as many; and for each client it reads
the certificates of all authorities, which takes longer than most requests.
"""

from __future__ import annotations

import ssl
from functools import partial

import httpx

from support.waiting import PATIENCE

NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

get = partial(httpx.get, timeout=PATIENCE, verify=NO_AUTHORITIES)
post = partial(httpx.post, timeout=PATIENCE, verify=NO_AUTHORITIES)
stream = partial(httpx.stream, timeout=PATIENCE, verify=NO_AUTHORITIES)
Client = partial(httpx.Client, timeout=PATIENCE, verify=NO_AUTHORITIES)
