"""Modules are compiled once for each version of their source."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.state_guard import InstrumentedModules

SOURCE = b"SEEN = {}\n\ndef see(user):\n    SEEN[user] = True\n"


def test_a_module_is_compiled_again_when_its_source_has_changed(tmp_path: Path) -> None:
    modules, path = InstrumentedModules(tmp_path), str(tmp_path / "src" / "seen.py")
    code, facts = modules.get(SOURCE, "seen", path)
    assert modules.get(SOURCE, "seen", path) == (code, facts)
    assert modules.get(SOURCE, "seen", path)[0] is code
    assert modules.get(SOURCE, "other", path)[1].module == "other"
    changed, later = modules.get(b"\n" + SOURCE, "seen", path)
    assert changed is not code
    assert (facts.declared["SEEN"], later.declared["SEEN"]) == ((1, 1), (2, 2))
    assert [modules.sites[number].line for number in range(3)] == [4, 4, 5]


def test_a_source_that_is_broken_is_kept_by_nobody(tmp_path: Path) -> None:
    modules, path = InstrumentedModules(tmp_path), str(tmp_path / "src" / "seen.py")
    for _ in range(2):
        with pytest.raises(SyntaxError):
            modules.get(b"def", "seen", path)
    assert modules.get(SOURCE, "seen", path)[1].file == "src/seen.py"
