"""The preparation of an app for commands that run Node: Node itself, and the npm packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lissome.build.node import NodeInstallation, find_node
from lissome.build.npm import copy_npm_package, install
from lissome.build.versions import check_versions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def prepare(root: Path, report: Callable[[str], None]) -> NodeInstallation:
    """Return Node, once the app's npm packages are installed.

    Raises:
        NodeError: there is no Node that is new enough.
        BuildError: npm failed, or a package has an unsupported version.
    """
    node = find_node()
    copy_npm_package(root)
    install(root, node, report)
    check_versions(root, report)
    return node
