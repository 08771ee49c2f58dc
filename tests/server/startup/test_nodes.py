"""Nodes and routes as they are made at start."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from lissome.errors import AppError, ManifestError
from lissome.manifest import HookFiles, Manifest, Node, ServerExports, load_manifest
from lissome.page_options import PageOptions
from lissome.server.startup.modules import Modules
from lissome.server.startup.nodes import (
    ServerNode,
    branch_option,
    error_chain,
    make_nodes,
)
from lissome.server.startup.routes import Endpoint
from lissome.server.startup.transport import load_encoders
from support.branches import bare_node, branches

if TYPE_CHECKING:
    from support.kit import Kit


@given(branch=branches())
def test_error_chain(kit: Kit, branch: tuple[list[int | None], list[int | None]]) -> None:
    shape, errors = branch
    nodes = [None if index is None else bare_node(index) for index in shape]
    assert error_chain(nodes, errors) == kit.call("error_chain", shape, errors)


def test_the_lowest_node_decides_on_options() -> None:
    nodes = [
        bare_node(0, options=PageOptions(ssr=False)),
        bare_node(1),
        bare_node(2, options=PageOptions(csr=False)),
    ]
    assert (branch_option(nodes, "ssr"), branch_option(nodes, "csr")) == (False, False)
    assert branch_option([nodes[0], None, bare_node(2, options=PageOptions(ssr=True))], "ssr")


# -- files of the app ------------------------------------------------------------------------------------


@pytest.fixture
def manifest(built_app: Callable[[str], Path]) -> Manifest:
    return load_manifest(built_app("basics") / "build" / "manifest.json")


def made(manifest: Manifest, root: Path, source: str, exports: ServerExports) -> ServerNode:
    """The node of a page whose server file has this source."""
    (root / "page.py").write_text(source, encoding="utf-8")
    node = Node(0, (), (), server="page.py", exports=exports)
    return make_nodes(dataclasses.replace(manifest, nodes=(node,)), Modules(root))[0]


@pytest.mark.parametrize(
    ("source", "exports", "message"),
    [
        (
            "def load(event): ...",
            ServerExports(),
            "page.py has a `load` now, but had none when the app was built",
        ),
        ("", ServerExports(load=True), "page.py has no `load` now, but had one when the app was built"),
    ],
)
def test_a_file_that_changed_since_the_build(
    manifest: Manifest, tmp_path: Path, source: str, exports: ServerExports, message: str
) -> None:
    with pytest.raises(ManifestError, match=message):
        made(manifest, tmp_path, source, exports)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"gone\.py was there when the app was built, but is gone"):
        Modules(tmp_path).load("gone.py")


def test_a_module_is_run_once(tmp_path: Path) -> None:
    (tmp_path / "once.py").write_text("runs = []", encoding="utf-8")
    modules = Modules(tmp_path)
    assert modules.load("once.py") is modules.load("once.py")


def test_actions(manifest: Manifest, tmp_path: Path) -> None:
    node = made(manifest, tmp_path, "def save(event): ...\nactions = {'save': save}", ServerExports())
    assert node.actions is not None
    assert list(node.actions) == ["save"]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("actions = [1]", "`actions` must be a dict of functions"),
        ("actions = {'save': 1}", "`actions` must be a dict of functions"),
        (
            "def f(event): ...\nactions = {'default': f, 'save': f}",
            "`default` cannot stand beside named actions",
        ),
    ],
)
def test_bad_actions(manifest: Manifest, tmp_path: Path, source: str, message: str) -> None:
    with pytest.raises(AppError, match=rf"page\.py: {message}"):
        made(manifest, tmp_path, source, ServerExports())


def test_an_encoder_without_a_decoder(manifest: Manifest, tmp_path: Path) -> None:
    (tmp_path / "hooks.py").write_text("transport = {'Money': lambda value: None}", encoding="utf-8")
    changed = dataclasses.replace(manifest, hooks=HookFiles(server="hooks.py", transport=("Vector",)))
    with pytest.raises(
        AppError, match=r"hooks\.py: transport\['Money'\] has no counterpart\. Export transport"
    ):
        load_encoders(changed, Modules(tmp_path))


def handler(_event: Any) -> str:
    return ""


def other(_event: Any) -> str:
    return ""


@pytest.mark.parametrize(
    ("endpoint", "method", "expected"),
    [
        (Endpoint({"GET": handler}, None), "HEAD", handler),
        (Endpoint({"GET": handler, "HEAD": other}, None), "HEAD", other),
        (Endpoint({"GET": handler}, other), "HEAD", handler),
        (Endpoint({}, other), "HEAD", other),
        (Endpoint({"GET": handler}, other), "POST", other),
        (Endpoint({"GET": handler}, None), "POST", None),
    ],
    ids=range(6),
)
def test_who_answers_a_method(endpoint: Endpoint, method: str, expected: object) -> None:
    assert endpoint.handler(method) is expected


def test_allowed_methods() -> None:
    assert Endpoint({"PUT": handler, "GET": handler}, None).allowed() == ["GET", "PUT", "HEAD"]
    assert Endpoint({"HEAD": handler, "GET": handler}, None).allowed() == ["GET", "HEAD"]
