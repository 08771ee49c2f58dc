"""From loaded data to the page's response: the crossing into V8, then the document."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import orjson
import xxhash
from starlette.responses import Response

from lissome import codec
from lissome.errors import HttpError, RenderError
from lissome.server.errors import INTERNAL_ERROR, to_app_error
from lissome.server.matchers import to_isolate
from lissome.server.page.actions import is_falsy
from lissome.server.page.branch import View, default_preload
from lissome.server.page.csp import Csp
from lissome.server.page.data_serializer import NOTHING, PageData
from lissome.server.page.document import Content, fetched_script, make_document
from lissome.server.page.render_host import RenderHost, flatten, set_headers
from lissome.server.page.render_plan import Shown, Unshowable
from lissome.server.request.event import RequestEvent
from lissome.server.request.resolve_options import Preload, text_of
from lissome.server.request.state import RequestState
from lissome.server.responses import BytesResponse, RawHeaders, StreamResponse
from lissome.server.runtime import Server
from lissome.ssr import Outside, Rendered, describe, exception

logger = logging.getLogger("lissome.console")


async def render_response(server: Server, state: RequestState, event: RequestEvent, shown: Shown) -> Response:
    """Render the page and make its response.

    Raises:
        Redirect: a universal load or a component called `redirect()`.
        RenderError: the page could not be rendered.
        Unshowable: the root layout's universal load failed.
    """
    csp = Csp.begin(server.csp) if server.csp.active else None
    content = Content()
    if shown.data is not None:
        content = await _Drawing(server, state, event, shown, shown.data, csp).content()
    depth = server.depth(state.url.pathname)
    options = state.options
    html = make_document(server.template, shown.view, depth, content, csp=csp, options=options)
    if options and "transform_page_chunk" in options:
        html = (await text_of(options["transform_page_chunk"](html.decode()))).encode()
    response = _response(html, shown, content, csp)
    if server.manifest.link_header_preload:
        _add_link_header(response, shown.view, depth, (options or {}).get("preload", default_preload))
    return response


def _add_link_header(response: Response, view: View, depth: int, preload: Callable[[Preload], bool]) -> None:
    link = view.link_header(depth, preload)
    if link:
        response.raw_headers.append((b"link", link.encode("latin-1")))


def _response(html: bytes, shown: Shown, content: Content, csp: Csp | None) -> Response:
    headers: RawHeaders = [(b"x-sveltekit-page", b"true"), (b"content-type", b"text/html")]
    if csp is not None:
        headers += csp.headers()
    if content.streaming:
        assert shown.data is not None
        script = b"<script%b>" % (b"" if csp is None else csp.script_attribute.encode())
        chunks = shown.data.deferred.chunks(html + b"\n", script, b"</script>\n")
        return StreamResponse(chunks, shown.status, headers)
    headers.append((b"etag", b'"%b"' % xxhash.xxh3_64_hexdigest(html).encode()))
    return BytesResponse(html, shown.status, headers)


@dataclass(slots=True)
class _Drawing:
    """One page on its way through V8."""

    server: Server
    state: RequestState
    event: RequestEvent
    shown: Shown
    data: PageData
    csp: Csp | None

    async def content(self) -> Content:
        """Render, and put together what the document needs of it."""
        rendered = await self._render()
        shown, data, meta = self.shown, self.data, rendered.meta
        content = Content(rendered.head, rendered.body)
        content.streaming = data.deferred.used
        content.data = b",".join(
            [data.node(position).literal for position in shown.view.positions if position is not None]
        )
        if not is_falsy(shown.form):
            content.form = codec.to_utf8(codec.uneval(shown.form, encoders=self.server.encoders))
        if shown.error is not None:
            content.error = codec.to_utf8(codec.uneval(shown.error))
        elif shown.status != 200:
            content.status = shown.status
        if self.server.resolution is not None and self.state.route is not None:
            depth = self.server.depth(self.state.url.pathname)
            content.route = self.server.resolution.hydration(self.state.route.id, self.state.params, depth)
        if "fetched" in meta:
            content.fetched = [_fetched(self.state, item) for item in meta["fetched"]]
        return content

    async def _render(self) -> Rendered:
        host = RenderHost(self.server, self.state, self.event, self.shown)
        with closing(Outside(host)) as outside:
            return await self._render_with(host, outside)

    async def _render_with(self, host: RenderHost, outside: Outside) -> Rendered:
        renderer = self.server.renderer
        try:
            rendered = await renderer.render(self._message(), outside)
        except (HttpError, RenderError):
            if host.unshowable is None:
                raise
            raise Unshowable(host.unshowable) from None
        if not rendered.meta:
            return rendered
        if rendered.meta.get("caught"):
            answers = await self._ask_about(rendered.meta["caught"])
            if any(answer != INTERNAL_ERROR for answer in answers):
                rendered = await renderer.render(self._message(answers), outside)
                caught = len(rendered.meta.get("caught", ()))  # not as many as before, if chance plays a part
                if 0 < caught <= len(answers):
                    rendered.meta["error"] = answers[caught - 1]  # V8 has no JSON for all that a hook may say
        self._take_over(rendered.meta)
        return rendered

    def _message(self, transformed: list[dict[str, Any]] | None = None) -> bytes:
        """The render input, JSON (see vite/isolate/render.js)."""
        state, shown = self.state, self.shown
        nodes = [
            NOTHING if position is None else self.data.node(position) for position in shown.view.positions
        ]
        parts = [
            b'{"url":%b,"params":%b,"route":%b,"status":%d,'
            % (
                orjson.dumps(state.url.href),
                to_isolate(state.params) if state.params else b"{}",
                orjson.dumps(None if state.route is None else state.route.id),
                shown.status,
            ),
            shown.view.render_input,
            b',"data":[%b]' % b",".join([node.input for node in nodes]),
        ]
        flat = [place for place, node in enumerate(nodes) if node.flat]
        if flat:
            parts.append(b',"flat":' + orjson.dumps(flat))
        if shown.form is not None:
            parts.append(b',"form_flat":true,"form":' + flatten(self.server, shown.form))
        if shown.error is not None:
            parts.append(b',"error":%b,"error_flat":%b' % _sent(self.server, shown.error))
        if self.csp is not None and self.server.csp.for_scripts:
            parts.append(b',"hash":true' if self.csp.hashes else b',"nonce":' + orjson.dumps(self.csp.nonce))
        if transformed:
            parts.append(
                b',"transformed":[%b]' % b",".join(flatten(self.server, each) for each in transformed)
            )
        if shown.view.has_universal:
            parts += self._for_universal_loads()
        parts.append(b"}")
        return b"".join(parts)

    def _for_universal_loads(self) -> list[bytes]:
        """What they must know of the loads on the server: headers, which are set once, and a failure."""
        parts = []
        if self.state.headers:
            parts.append(b',"headers":' + orjson.dumps(list(self.state.headers)))
        failure = self.shown.failure
        if failure is not None:
            at = self.shown.view.positions.index(failure.position)
            parts.append(b',"failed":' + orjson.dumps({"at": at, "error": describe(failure.cause)}))
        return parts

    async def _ask_about(self, caught: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """What the app says of the errors that boundaries caught.

        A render cannot wait for Python in the middle, so the hook is asked afterwards, once for each error,
        and the page is rendered again if it has more to say than V8 assumed.
        """
        return [await to_app_error(self.server, self.event, exception(error)) for error in caught]

    def _take_over(self, meta: dict[str, Any]) -> None:
        """What the render found out: headers, an error that a boundary showed, hashes, console lines."""
        set_headers(self.state, meta.get("headers", ()))
        if meta.get("error") is not None:
            self.shown.error = meta["error"]
            self.shown.status = meta["error"]["status"]
        if self.csp is not None:
            self.csp.scripts += meta.get("hashes", {}).get("script", ())
        for level, line in meta.get("console", ()):
            logger.log(getattr(logging, level.upper()), "%s: %s", self.event, line)


def _fetched(state: RequestState, item: dict[str, Any]) -> str:
    allow = (state.options or {}).get("filter_serialized_response_headers")
    headers = {key: value for key, value in item["headers"] if allow is not None and allow(key, value)}
    return fetched_script(item, headers, page_method=state.method)


def _sent(server: Server, value: Any) -> tuple[bytes, bytes]:
    """A value for V8, and whether it is in devalue's flat form."""
    plain = codec.plain(value)
    return (flatten(server, value), b"true") if plain is None else (plain, b"false")
