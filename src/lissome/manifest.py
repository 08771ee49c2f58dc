"""`build/manifest.json`, by which the build describes the app to the server.

vite/build/manifest.js writes it, and the server reads it once at start. It contains everything that a request
needs to know about routes, nodes and assets. Of the build's files a request opens only static ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import TypeAdapter, ValidationError

from lissome import __version__
from lissome.errors import ManifestError
from lissome.page_options import PageOptions
from lissome.routing.pattern import Param

FORMAT = 1

HttpMethod = Literal["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"]


@dataclass(frozen=True, slots=True)
class Paths:
    """kit's `paths` options."""

    base: str = ""
    assets: str = ""
    relative: bool = True
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class CspConfig:
    """kit's `csp` options; directives as kit spells them."""

    mode: Literal["auto", "hash", "nonce"] = "auto"
    directives: dict[str, Any] = field(default_factory=dict)
    reportOnly: dict[str, Any] = field(default_factory=dict)  # noqa: N815 - kit's spelling


@dataclass(frozen=True, slots=True)
class CsrfConfig:
    """kit's `csrf` options. `["*"]` turns the check off."""

    trusted_origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Templates:
    """The texts of app.html and error.html, with placeholders."""

    app: str
    error: str


@dataclass(frozen=True, slots=True)
class HookFiles:
    """The app's hooks; `matchers` is the file of the matchers that are written in Python."""

    server: str | None = None
    universal: str | None = None
    matchers: str | None = None
    transport: tuple[str, ...] = ()
    reroute: bool = False


@dataclass(frozen=True, slots=True)
class Font:
    """A font that a page's CSS refers to."""

    file: str
    filename: str


# True if a node has a server load, and the node's number, in the form of kit's client.
ClientNode = tuple[bool, int]


@dataclass(frozen=True, slots=True)
class ClientRoute:
    """A page in the form of `__route.js`; with server-side route resolution only."""

    id: str
    pattern: str
    params: tuple[Param, ...]
    layouts: tuple[ClientNode | None, ...]
    errors: tuple[int | None, ...]
    leaf: ClientNode


@dataclass(frozen=True, slots=True)
class Client:
    """The entry points of the browser bundle; paths are relative to `build/client`.

    With server-side route resolution also its routes, and the script and style sheets of each node.
    """

    start: str
    app: str | None
    imports: tuple[str, ...] = ()
    stylesheets: tuple[str, ...] = ()
    fonts: tuple[Font, ...] = ()
    uses_env_dynamic_public: bool = False
    routes: tuple[ClientRoute, ...] | None = None
    nodes: tuple[str | None, ...] = ()
    css: tuple[tuple[str, ...] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerExports:
    """The exports of a `+page.server.py` or `+layout.server.py`, read from its source by the build."""

    load: bool = False
    actions: tuple[str, ...] | None = None
    options: PageOptions = field(default_factory=PageOptions)


@dataclass(frozen=True, slots=True)
class Node:
    """A layout, an error page or a page."""

    index: int
    imports: tuple[str, ...]
    stylesheets: tuple[str, ...]
    fonts: tuple[Font, ...] = ()
    inline_styles: dict[str, str] = field(default_factory=dict)
    component: bool = True
    server: str | None = None
    exports: ServerExports | None = None
    universal: str | None = None
    universal_load: bool = False
    options: PageOptions = field(default_factory=PageOptions)


@dataclass(frozen=True, slots=True)
class PageIndexes:
    """The nodes of a page: layouts from the root down, the error page at each depth, the page itself.

    None stands for a directory without a layout, or without an error page.
    """

    layouts: tuple[int | None, ...]
    errors: tuple[int | None, ...]
    leaf: int


@dataclass(frozen=True, slots=True)
class Route:
    """A directory with a page, an endpoint, or both."""

    id: str
    pattern: str
    params: tuple[Param, ...]
    page: PageIndexes | None
    endpoint: str | None = None
    endpoint_options: PageOptions | None = None


@dataclass(frozen=True, slots=True)
class RouterConfig:
    """kit's `router` options."""

    resolution: Literal["client", "server"] = "client"


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that src/env.js declares. The values of static ones are in the bundles."""

    public: bool = False
    static: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """The content of `manifest.json`."""

    format: int
    lissome: str
    version: str
    global_: str
    app_dir: str
    paths: Paths
    csp: CspConfig
    csrf: CsrfConfig
    templates: Templates
    hooks: HookFiles
    client: Client
    nodes: tuple[Node, ...]
    routes: tuple[Route, ...]
    router: RouterConfig = field(default_factory=RouterConfig)
    version_checks: bool = True
    link_header_preload: bool = False
    async_ssr: bool = False
    service_worker: bool = False
    matchers: tuple[str, ...] = ()
    env: dict[str, Variable] = field(default_factory=dict)
    assets: dict[str, int] = field(default_factory=dict)
    mime_types: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def load_manifest(path: Path) -> Manifest:
    """Read and validate a manifest.

    Raises:
        ManifestError: it is missing, not readable, or written by another version of lissome.
    """
    try:
        raw = orjson.loads(path.read_bytes())
    except FileNotFoundError:
        msg = f"{path} does not exist: the app is not built yet. Run `lissome build` first."
        raise ManifestError(msg) from None
    except (OSError, orjson.JSONDecodeError) as failure:
        msg = f"{path} cannot be read ({failure}). Run `lissome build` again."
        raise ManifestError(msg) from failure
    _check_origin(path, raw)
    try:
        return TypeAdapter(Manifest).validate_python({**raw, "global_": raw.get("global")})
    except ValidationError as failure:
        msg = f"{path} is damaged: {_first_error(failure)}. Run `lissome build` again."
        raise ManifestError(msg) from failure


def _check_origin(path: Path, raw: object) -> None:
    """Refuse a manifest of another version: client, bundle and server must come from the same one."""
    if not isinstance(raw, dict):
        msg = f"{path} is not a manifest. Run `lissome build` again."
        raise ManifestError(msg)
    if raw.get("format") != FORMAT or raw.get("lissome") != __version__:
        msg = (
            f"{path} was written by lissome {raw.get('lissome', 'unknown')} (format {raw.get('format')}), "
            f"but this is lissome {__version__} (format {FORMAT}). Run `lissome build` again."
        )
        raise ManifestError(msg)


def _first_error(failure: ValidationError) -> str:
    error = failure.errors(include_url=False)[0]
    where = ".".join(str(part) for part in error["loc"])
    return f"{where}: {error['msg']}"
