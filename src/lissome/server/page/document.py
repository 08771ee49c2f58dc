"""The page's HTML, put together from bytes; no I/O."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from lissome.server.page.branch import Branch, PageShell, bootstrap
from lissome.server.page.csp import Csp
from lissome.server.request.resolve_options import ResolveOptions

_PLACEHOLDER = re.compile(r"(%sveltekit\.(?:head|body|assets|nonce|version|env\.[A-Za-z_$][\w$]*)%)")


@dataclass(frozen=True, slots=True)
class Template:
    """src/app.html, cut at its placeholders.

    Raises:
        ValueError: head or body is missing.
    """

    parts: tuple[bytes, ...]
    names: tuple[str, ...]

    @staticmethod
    def parse(source: str, version: str, env: Mapping[str, str] = MappingProxyType({})) -> Template:
        """Cut a template. Of head and body only the first occurrence counts, as in kit.

        Args:
            env: the public environment variables; one that is not given is empty.
        """
        parts: list[bytes] = [b""]
        names: list[str] = []
        for piece in _PLACEHOLDER.split(source):
            name = piece[11:-1] if _PLACEHOLDER.fullmatch(piece) else None
            if name is None or (name in ("head", "body") and name in names):
                parts[-1] += piece.encode()
            elif name == "version":
                parts[-1] += _escape_text(version).encode()
            elif name.startswith("env."):
                parts[-1] += env.get(name.removeprefix("env."), "").encode()
            else:
                names.append(name)
                parts.append(b"")
        for required in ("head", "body"):
            if required not in names:
                msg = (
                    f"src/app.html has no %sveltekit.{required}%; put it where the page's {required} belongs"
                )
                raise ValueError(msg)
        return Template(tuple(parts), tuple(names))

    def fill(self, values: Mapping[str, bytes]) -> bytes:
        """Return the document."""
        pieces = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            pieces.append(values.get(name, b""))
            pieces.append(part)
        return b"".join(pieces)


@dataclass(slots=True)
class Content:
    """The content of one page.

    Attributes:
        head, body: from V8; empty if the page is not rendered on the server.
        data: literals of the nodes' data, joined by commas; None for a page that the browser renders.
        form, error: JavaScript literals.
        status: of the response; None if kit's client assumes it anyway.
        route: the route of the path, for a client that knows no routes.
        fetched: script tags with responses that universal loads fetched.
        streaming: True if chunks follow.
    """

    head: bytes = b""
    body: bytes = b""
    data: bytes | None = None
    form: bytes = b"null"
    error: bytes = b"null"
    status: int | None = None
    route: bytes = b""
    fetched: Sequence[str] = ()
    streaming: bool = False


def make_document(
    template: Template,
    branch: Branch,
    pathname: str,
    content: Content,
    *,
    csp: Csp | None,
    options: ResolveOptions,
) -> bytes:
    """Return the page's HTML.

    Args:
        pathname: of the page's URL; its depth below the base path counts, for relative links.
        csp: collects the page's inline scripts and styles; None if the app has no CSP.
    """
    depth = max(pathname.count("/") - branch.slashes, 0)
    shell = branch.shells.get(depth) or branch.shell(depth)
    preload = options.get("preload")
    links = shell.links if preload is None else branch.make_links(depth, preload)
    style = _inline_style(shell.inline_css, csp) if shell.inline_css else b""
    head = b"".join((links, content.head, style, shell.styles))
    body = content.body
    if content.data is not None and branch.csr:
        body += ("\n\t\t\t" + "\n\t\t\t".join(content.fetched)).encode()
    if branch.csr:
        script = _script(branch, shell, depth, content)
        attribute = b""
        if csp is not None:
            csp.add_script(script)
            attribute = csp.script_attribute.encode()
        body = b"%b\n\t\t\t<script%b>%b</script>\n\t\t" % (body, attribute, script)
    values = {"head": head, "body": body, "assets": shell.assets}
    if csp is not None:
        values["nonce"] = csp.nonce.encode()
    return template.fill(values)


def _script(branch: Branch, shell: PageShell, depth: int, content: Content) -> bytes:
    if content.data is None:
        opening, boot = bootstrap(branch, depth, streaming=False)
        # Without a third argument the client renders the page by itself, as on a navigation.
        start = boot.removesuffix("kit.start(app, element, ") + "kit.start(app, element);"
        return f"{opening}{start}\n\t\t\t\t\t}});\n\t\t\t\t}}\n\t\t\t".encode()
    script = branch.make_script(depth, streaming=True) if content.streaming else shell.script
    status = b"" if content.status is None else b",\n\t\t\t\t\t\t\tstatus: %d" % content.status
    return b"%b%b],\n\t\t\t\t\t\t\tform: %b,\n\t\t\t\t\t\t\terror: %b%b%b%b" % (
        script.opening,
        content.data,
        content.form,
        content.error,
        status,
        content.route,
        script.closing,
    )


def _inline_style(style: bytes, csp: Csp | None) -> bytes:
    if csp is None:
        return b"\n\t\t<style>%b</style>" % style
    csp.add_style(style)
    return b"\n\t\t<style%b>%b</style>" % (csp.style_attribute.encode(), style)


def _escape_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
