"""What Python modules define, without running them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from lissome.build import analyse as script
from lissome.build.analyse import analyse

MARK = "from lissome import action\n@action\n"


def test_finds_functions_however_they_are_made() -> None:
    module = analyse(
        "from elsewhere import GET, other as load\n"
        "async def POST(event): ...\n"
        "def PUT(event): ...\n"
        "if True:\n    async def PATCH(event): ...\n"
        "try:\n    DELETE = make()\nexcept Exception: pass\n"
        "def helper(): ...\n"
    )
    assert module.methods == ["GET", "POST", "PUT", "PATCH", "DELETE"]
    assert module.functions["load"] is False
    assert module.functions["POST"] is True
    assert module.functions["PUT"] is False


def test_never_runs_the_module(tmp_path: Path) -> None:
    module = tmp_path / "+page.server.py"
    mark = tmp_path / "was-run"
    module.write_text(f"open({str(mark)!r}, 'w')\nasync def load(event): ...\n")
    said = subprocess.run(
        [sys.executable, "-I", "-S", script.__file__, module], capture_output=True, text=True, check=True
    )
    assert json.loads(said.stdout)[0]["functions"]["load"] is True
    assert not mark.exists()


def test_reads_page_options_under_kits_names() -> None:
    module = analyse(
        'ssr = False\ncsr: bool = True\nprerender = "auto"\ntrailing_slash = "always"\nconfig = {"a": [1]}\n'
    )
    assert module.options == {
        "ssr": False,
        "csr": True,
        "prerender": "auto",
        "trailingSlash": "always",
        "config": {"a": [1]},
    }


def test_lists_action_names() -> None:
    assert analyse('actions = {"create": create, "delete": delete}').actions == ["create", "delete"]
    assert analyse("async def load(event): ...").actions is None


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from lissome import action\n@action\nasync def create(event): ...", ["create"]),
        (
            "from lissome import action\n@action\n@checked\ndef a(event): ...\n@action\ndef b(event): ...",
            ["a", "b"],
        ),
        ("from lissome import action as form\n@form(name='sign-in')\ndef sign_in(event): ...", ["sign-in"]),
        ("import lissome\n@lissome.action\ndef default(event): ...", ["default"]),
        ("import lissome as web\nif X:\n    @web.action(name='x')\n    def default(event): ...", ["x"]),
        ("from other import action\n@action\ndef create(event): ...", None),
    ],
)
def test_marked_actions(source: str, names: list[str] | None) -> None:
    module = analyse(source)
    assert (module.actions, module.error) == (names, None)


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        ("\nssr = not DEBUG", 2, "write ssr = True, not ssr = not DEBUG"),
        ("ssr = 1", 1, "one of True, False, not 1"),
        ('trailing_slash = "sometimes"', 1, "one of 'never', 'always', 'ignore', not 'sometimes'"),
        ('trailingSlash = "always"', 1, "write trailing_slash = …"),
        ("actions = make_actions()", 1, 'write actions = {"default": function}'),
        ("actions = {name: create}", 1, "literal strings"),
        ('actions = {"default": a, "other": b}', 1, "can never be called"),
        (f"{MARK}def default(e): ...\n@action\ndef other(e): ...", 3, "can never be called"),
        (f"{MARK}def a(e): ...\nactions = {{'b': b}}", 3, "actions and @action are both there"),
        (f"{MARK}def load(e): ...", 3, "load is no action"),
        (f"{MARK}def a(e): ...\n@action(name='a')\ndef b(e): ...", 5, "two actions are called a"),
        ("from lissome import action\n@action(name=NAME)\ndef a(e): ...", 2, 'write @action(name="sign-in")'),
    ],
)
def test_says_what_to_write_instead(source: str, line: int, message: str) -> None:
    error = analyse(source).error
    assert error is not None
    assert error.line == line
    assert message in error.message


def test_points_at_a_syntax_error() -> None:
    error = analyse("def load(event):\n\treturn {,}\n").error
    assert error is not None
    assert error.message.startswith("SyntaxError")
    assert error.frame == "2 | \treturn {,}\n  | \t        ^"
