"""The scripts of a build."""

from __future__ import annotations

from pathlib import Path

from lissome.ssr import PATCHABLE, Bundle


def test_scripts_are_in_order_and_each_isolate_has_its_own_seed(tmp_path: Path) -> None:
    (tmp_path / "prelude.js").write_text("prelude")
    (tmp_path / "ssr.js").write_text("app")
    bundle = Bundle.read(tmp_path)
    prelude, seed, setup, app = bundle.scripts(PATCHABLE)
    assert (prelude, setup, app) == ("prelude", PATCHABLE, "app")
    assert seed.startswith("__lissome_seed('")
    assert seed != bundle.scripts()[1]
