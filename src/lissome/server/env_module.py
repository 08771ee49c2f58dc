"""`_app/env.js`: the public variables, for the service worker and for pages made without a server."""

from __future__ import annotations

from starlette.responses import Response

from lissome.server.http.conditional import is_not_modified
from lissome.server.responses import BytesResponse
from lissome.server.startup.env import PublicEnv


def env_module(env: PublicEnv, if_none_match: str | None) -> Response:
    """Return the module, or 304."""
    headers = [(b"etag", env.etag.encode()), (b"content-type", b"application/javascript; charset=utf-8")]
    if is_not_modified(if_none_match, env.etag):
        return BytesResponse(b"", 304, headers)
    return BytesResponse(f"export const env={env.script}".encode(), 200, headers)
