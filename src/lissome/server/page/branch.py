"""A branch, layouts and a page, and what all its responses share: links, script, a part of the render input.

Made once for each branch and each depth of path. The number of branches is that of the app's pages and error
pages, not of requests.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from lissome.manifest import Font, Manifest
from lissome.server.request.resolve_options import PreloadFile
from lissome.server.startup.nodes import ServerNode, branch_option, error_chain

# The placeholder in inlined style sheets for the place of the client's files (vite/build/kit_output.js).
ASSETS: Final = "%sveltekit.assets%"
# Shells of deeper paths are not kept, so that nobody can fill the memory with long paths.
_MAX_KEPT_DEPTH: Final = 16
# The characters that encodeURI keeps, besides letters and digits.
_URI_CHARACTERS: Final = ";,/?:@&=+$-_.!~*'()#"


@dataclass(frozen=True, slots=True)
class BootstrapScript:
    """The bootstrap script around its data. `opening` ends where node data begins."""

    opening: bytes
    closing: bytes


@dataclass(frozen=True, slots=True)
class PageShell:
    """The HTML around the content of all pages of a branch, for paths of one depth.

    Attributes:
        assets: where the client's files are.
        links: the link tags before Svelte's own head.
        inline_css: the text of the style sheets that stand in the page.
        styles: the style links after Svelte's own head.
        script: the usual one: nothing streamed, no transport.
    """

    assets: bytes
    links: bytes
    inline_css: bytes
    styles: bytes
    script: BootstrapScript


@dataclass(slots=True)
class Branch:
    """Layouts and a page, or layouts and an error page, without gaps.

    Attributes:
        positions: the position of each node in the page's loads; None for an error page.
        errors: the error page around each node, by its index in the manifest.
        error_nodes: `errors` as client node ids. They differ from indexes where kit has dropped an unused
            node.
        env: the dynamic public environment variables, a JavaScript expression.
        slashes: the slashes in the path of a page of depth 0: those of the base path, and one.
        shells: what `shell` keeps, by depth.
    """

    manifest: Manifest
    nodes: tuple[ServerNode, ...]
    positions: tuple[int | None, ...]
    errors: tuple[int | None, ...]
    env: str = "{}"
    ssr: bool = True
    csr: bool = True
    has_universal: bool = False
    render_input: bytes = b""
    error_nodes: tuple[int | None, ...] = ()
    slashes: int = 1
    shells: dict[int, PageShell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ssr = branch_option(self.nodes, "ssr")
        self.csr = branch_option(self.nodes, "csr")
        self.slashes = self.manifest.paths.base.count("/") + 1
        self.has_universal = any(node.manifest.universal_load for node in self.nodes)
        branch = [node.index for node in self.nodes]
        nodes = self.manifest.nodes
        self.error_nodes = tuple(None if place is None else nodes[place].index for place in self.errors)
        universal = b',"universal":true' if self.has_universal else b""
        self.render_input = b'"branch":%b,"errors":%b%b' % (
            json.dumps(branch).encode(),
            json.dumps(self.error_nodes).encode(),
            universal,
        )

    def shell(self, depth: int) -> PageShell:
        """Return the HTML around the content, for a path of `depth` segments."""
        kept = self.shells.get(depth)
        if kept is None:
            kept = PageShell(
                assets_prefix(self.manifest, depth).encode(),
                self.make_links(depth, default_preload),
                self._inline_css(depth).encode(),
                self._styles(depth).encode(),
                self.make_script(depth, streaming=False),
            )
            if depth <= _MAX_KEPT_DEPTH:
                self.shells[depth] = kept
        return kept

    def make_links(self, depth: int, preload: Callable[[PreloadFile], bool]) -> bytes:
        """PreloadFile links, as the `preload` option wants them; none when they go into the Link header."""
        if self.manifest.link_header_preload:
            return b""
        return "".join(
            f'<link href="{path}" {" ".join(attributes)}>\n\t\t'
            for path, attributes in self._preloads(depth, preload)
        ).encode()

    def link_header(self, depth: int, preload: Callable[[PreloadFile], bool]) -> str:
        """The Link header of apps with `output.linkHeaderPreload`; ``""`` for nothing to preload."""
        inline = self.inline_styles()
        styles = [
            client_path(self.manifest, file, depth) for file in self.stylesheets() if file not in inline
        ]
        files = [
            (path, ('rel="preload"', 'as="style"'))
            for path in styles
            if preload({"type": "css", "path": path})
        ]
        return ", ".join(
            f"<{quote(path, safe=_URI_CHARACTERS)}>; {'; '.join(attributes)}; nopush"
            for path, attributes in [*files, *self._preloads(depth, preload)]
        )

    def _preloads(
        self, depth: int, preload: Callable[[PreloadFile], bool]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Fonts and scripts to preload, with the attributes of their links."""
        for font in self.fonts():
            path = client_path(self.manifest, font.file, depth)
            if preload({"type": "font", "path": path, "filename": font.filename}):  # type: ignore[typeddict-unknown-key]
                extension = font.file.rpartition(".")[2]
                yield path, ('rel="preload"', 'as="font"', f'type="font/{extension}"', "crossorigin")
        for file in self.imports() if self.csr else ():
            path = client_path(self.manifest, file, depth)
            if preload({"type": "js", "path": path}):
                yield path, ('rel="modulepreload"',)

    def _styles(self, depth: int) -> str:
        inline = self.inline_styles()
        off = ' disabled media="(max-width: 0)"'
        return "".join(
            f'\n\t\t<link href="{client_path(self.manifest, file, depth)}" rel="stylesheet"'
            f"{off if file in inline else ''}>"
            for file in self.stylesheets()
        )

    def imports(self) -> list[str]:
        """Scripts of the branch, entry points first."""
        return _unique(self.manifest.client.imports, *(node.manifest.imports for node in self.nodes))

    def stylesheets(self) -> list[str]:
        """Style sheets of the branch."""
        return _unique(self.manifest.client.stylesheets, *(node.manifest.stylesheets for node in self.nodes))

    def fonts(self) -> list[Font]:
        """Fonts of the branch."""
        fonts = [*self.manifest.client.fonts]
        for node in self.nodes:
            fonts += node.manifest.fonts
        return list({font.file: font for font in fonts}.values())

    def inline_styles(self) -> dict[str, str]:
        """Style sheets small enough to stand in the page."""
        found: dict[str, str] = {}
        for node in self.nodes:
            found |= node.manifest.inline_styles
        return found

    def _inline_css(self, depth: int) -> str:
        """The text of the inline style sheets; what they refer to is found from a path of that depth."""
        joined = "\n".join(self.inline_styles().values())
        return joined.replace(ASSETS, assets_prefix(self.manifest, depth))

    def make_script(self, depth: int, *, streaming: bool) -> BootstrapScript:
        """Return the bootstrap script of a hydrated page, byte for byte as kit writes it."""
        head, boot = bootstrap(self, depth, streaming=streaming)
        ids = ", ".join(str(node.index) for node in self.nodes)
        opening = f"{head}{boot}{{\n\t\t\t\t\t\t\tnode_ids: [{ids}],\n\t\t\t\t\t\t\tdata: ["
        return BootstrapScript(opening.encode(), b"\n\t\t\t\t\t\t});\n\t\t\t\t\t});\n\t\t\t\t}\n\t\t\t")


def default_preload(file: PreloadFile) -> bool:
    """True for the files that kit preloads by default: scripts and styles, not fonts."""
    return file["type"] in ("js", "css")


def base_prefix(manifest: Manifest, depth: int) -> str:
    """Return the app's base path as seen from a page, relative if the app allows it."""
    if not manifest.paths.relative:
        return manifest.paths.base
    return "/".join([".."] * depth) or "."


def assets_prefix(manifest: Manifest, depth: int) -> str:
    """Return the place of the client's files, as seen from a page."""
    return manifest.paths.assets or base_prefix(manifest, depth)


def client_path(manifest: Manifest, file: str, depth: int) -> str:
    """The URL of a client file, as seen from a page. In dev they are absolute paths already."""
    if file.startswith("/"):
        return manifest.paths.base + file
    return f"{assets_prefix(manifest, depth)}/{file}"


def bootstrap(branch: Branch, depth: int, *, streaming: bool) -> tuple[str, str]:
    """Return the script up to the third argument of `kit.start`, which the caller appends.

    In two parts: the block that sets the page's global, and the import that starts the client.
    """
    manifest = branch.manifest
    name, client = manifest.global_, manifest.client
    if manifest.paths.relative:
        base = f"new URL({json.dumps(base_prefix(manifest, depth))}, location).pathname.slice(0, -1)"
    else:
        base = json.dumps(manifest.paths.base)
    properties = [f"base: {base}", f"version: {json.dumps(manifest.version)}"]
    assets = manifest.paths.assets or manifest.paths.base
    if assets:
        properties.append(f"assets: {json.dumps(assets)}")
    if client.uses_env_dynamic_public:
        properties.append(f"env: {branch.env}")
    start = json.dumps(client_path(manifest, client.start, depth))
    app = json.dumps(client_path(manifest, client.app or "", depth))
    if streaming:
        properties += _streaming_properties(manifest, start, app)
    joined = ",\n\t\t\t\t\t\t".join(properties)
    head = (
        "\n\t\t\t\t{\n\t\t\t\t\t"
        + ("const deferred = new Map();\n\n\t\t\t\t\t" if streaming else "")
        + f"{name} = {{\n\t\t\t\t\t\t{joined}\n\t\t\t\t\t}};\n\n\t\t\t\t\t"
        "const element = document.currentScript.parentElement;\n\n\t\t\t\t\t"
    )
    boot = (
        f"import({start}).then(async (kit) => {{\n\t\t\t\t\t\tkit.init({name});\n"
        f"\t\t\t\t\t\tconst app = await import({app});\n\t\t\t\t\t\tkit.start(app, element, "
    )
    return head, boot


def _streaming_properties(manifest: Manifest, start: str, app: str) -> list[str]:
    """Return `defer` and `resolve`, by which later chunks reach the promises in the data."""
    pad = "\t" * 7
    if manifest.hooks.transport:
        prelude = (
            f"const kit = await import({start});\n{pad}kit.init({manifest.global_});\n"
            f"{pad}const app = await import({app});\n{pad}const [data, error] = fn(app);"
        )
    else:
        prelude = "const [data, error] = fn();"
    defer = (
        f"defer: (id) => new Promise((fulfil, reject) => {{\n{pad}deferred.set(id, {{ fulfil, reject }});\n"
        "\t\t\t\t\t\t})"
    )
    resolve = (
        f"resolve: async (id, fn) => {{\n{pad}{prelude}\n\n{pad}const try_to_resolve = () => {{\n"
        f"{pad}\tif (!deferred.has(id)) {{\n{pad}\t\tsetTimeout(try_to_resolve, 0);\n"
        f"{pad}\t\treturn;\n{pad}\t}}\n"
        f"{pad}\tconst {{ fulfil, reject }} = deferred.get(id);\n{pad}\tdeferred.delete(id);\n"
        f"{pad}\tif (error) reject(error);\n{pad}\telse fulfil(data);\n{pad}}}\n{pad}try_to_resolve();\n"
        "\t\t\t\t\t\t}"
    )
    return [defer, resolve]


def _unique(*groups: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(item for group in groups for item in group))


class BranchCache:
    """The branches of an app, made when they are first needed."""

    __slots__ = ("_branches", "_env", "_manifest", "_nodes")

    def __init__(self, manifest: Manifest, nodes: Sequence[ServerNode], env: str = "{}") -> None:
        self._env = env
        self._manifest = manifest
        self._nodes = nodes
        self._branches: dict[
            tuple[tuple[int, ...], tuple[int | None, ...], tuple[int | None, ...]], Branch
        ] = {}

    def page(self, nodes: Sequence[ServerNode | None], errors: Sequence[int | None]) -> Branch:
        """Return the branch of a page; None is a gap."""
        positions = tuple(place for place, node in enumerate(nodes) if node is not None)
        return self.of(_without_gaps(nodes), positions, error_chain(nodes, errors))

    def error_page(
        self, nodes: Sequence[ServerNode | None], errors: Sequence[int | None], kept: int, index: int
    ) -> Branch:
        """Return the first `kept` positions of a page with the error page `index` below them."""
        positions = tuple(place for place in range(kept) if nodes[place] is not None)
        branch = (*_without_gaps(nodes[:kept]), self._nodes[index])
        return self.of(branch, (*positions, None), error_chain(branch, errors))

    def of(
        self, nodes: tuple[ServerNode, ...], positions: tuple[int | None, ...], errors: Sequence[int | None]
    ) -> Branch:
        """Return the branch of these nodes."""
        key = (tuple(node.index for node in nodes), positions, tuple(errors))
        branch = self._branches.get(key)
        if branch is None:
            branch = self._branches[key] = Branch(self._manifest, nodes, positions, tuple(errors), self._env)
        return branch

    def root_error(self) -> Branch:
        """Return the root layout with the root error page."""
        return self.of((self._nodes[0], self._nodes[1]), (0, None), (None, None))

    def shell(self) -> Branch:
        """Return the root layout alone."""
        return self.of((self._nodes[0],), (0,), (None,))


def _without_gaps(nodes: Sequence[ServerNode | None]) -> tuple[ServerNode, ...]:
    return tuple(node for node in nodes if node is not None)
