"""[tool.lissome] and LISSOME_… variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lissome.errors import AppError
from lissome.settings import Mounted, Settings, load_settings


def project(folder: Path, text: str) -> Path:
    (folder / "pyproject.toml").write_text(text, encoding="utf-8")
    return folder


def test_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path)
    assert settings == Settings()
    assert (settings.render_timeout, settings.render_heap_mb, settings.body_size_limit) == (1.0, 128, 524288)


def test_pyproject(tmp_path: Path) -> None:
    project(tmp_path, "[tool.lissome]\nrender_timeout = 2.5\nname = 'shop'\n[tool.other]\nx = 1")
    assert load_settings(tmp_path) == Settings(render_timeout=2.5, name="shop")


def test_a_pyproject_of_others(tmp_path: Path) -> None:
    assert load_settings(project(tmp_path, "[project]\nname = 'x'")) == Settings()


def test_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project(tmp_path, "[tool.lissome]\nrender_timeout = 2.5")
    monkeypatch.setenv("LISSOME_RENDER_TIMEOUT", "0.25")
    monkeypatch.setenv("LISSOME_SOMETHING_ELSE", "1")
    monkeypatch.setenv("LISSOME_RENDER_WALL_TIMEOUT", "30")
    settings = load_settings(tmp_path)
    assert (settings.render_timeout, settings.render_wall_timeout) == (0.25, 30)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "render_timeuot = 1",
            (
                r"\[tool\.lissome\] render_timeuot: there is no such setting; write render_timeout\. "
                r"Known settings: render_timeout, "
            ),
        ),
        ("[tool.lissome.render]\ntimeout = 1", r"\[tool\.lissome\] render: there is no such setting\. Known"),
        ("bodySizeLimit = 5", "bodySizeLimit: there is no such setting; write body_size_limit"),
        ("body_size_limit = '512K'", r"body_size_limit: .*, not '512K'; write 524288\."),
        ("render_heap_mb = '1 GiB'", r"render_heap_mb: .*, not '1 GiB'; write 1024\."),
        ("request_timeout = '500ms'", r"request_timeout: .*, not '500ms'; write 0\.5\."),
        ("stream_timeout = '1 min'", r"stream_timeout: .*, not '1 min'; write 60\."),
        ("guard = 'sometimes'", r"guard: .*, not 'sometimes'\."),
        ("render_timeout = 0", r"render_timeout: Input should be greater than 0"),
        ("render_wall_timeout = 0", r"render_wall_timeout: Input should be greater than 0"),
        ("render_heap_mb = 'big'", r"render_heap_mb: Input should be a valid integer"),
        ("mount = 'backend.main:app'", r"mount: .*'backend\.main:app' is no path .*; write \"/backend"),
        ("mount.api = 'main:app'", r"mount: .*'api' is no path such as \"/api\"; write \"/api\""),
        ("mount.'/api/' = 'main:app'", r"mount: .*'/api/' is no path such as \"/api\"; write \"/api\""),
        ("mount.'/' = 'main:app'", r"mount: .*mount lissome in that app instead"),
        ("mount.'/api' = 'main.py'", r"mount: .*'/api' needs a module and a name in it"),
        ("mount.'/api'.app = 3", r"mount: .*'/api' needs a module and a name in it"),
        ("mount.'/api' = {app = 'a:b', kept = 1}", r"mount\./api\.kept: Extra inputs are not permitted"),
        ("mount.'/api' = 3", r"mount: .*'/api' needs a module and a name in it"),
        ("render_heap_mb = 1", r"render_heap_mb: Input should be greater than or equal to 16"),
    ],
)
def test_a_bad_setting(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(AppError, match=rf"pyproject\.toml, .*{message}"):
        load_settings(project(tmp_path, f"[tool.lissome]\n{line}"))


def test_all_problems_are_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_RENDER_TIMEOUT", "never")
    file = project(tmp_path, "[tool.lissome]\nguard = 'x'\n[tool.lissom]\n[lissome]\n") / "pyproject.toml"
    with pytest.raises(AppError) as failure:
        load_settings(tmp_path)
    assert [line.split(": ")[0] for line in str(failure.value).splitlines()] == [
        f"{file}, [lissome]",
        f"{file}, [tool.lissom]",
        "LISSOME_RENDER_TIMEOUT",
        f"{file}, [tool.lissome] guard",
    ]


@pytest.mark.parametrize("table", ["tool.lissom", "tool.Lissome", "tool.lissome-app", "lissome"])
def test_a_misspelled_table(tmp_path: Path, table: str) -> None:
    message = rf"pyproject\.toml, \[{re.escape(table)}\]: nobody reads this table; write \[tool\.lissome\]\."
    with pytest.raises(AppError, match=message):
        load_settings(project(tmp_path, f"[{table}]\nrender_timeout = 2"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("LISSOME_BODYSIZE_LIMIT", "LISSOME_BODY_SIZE_LIMIT"),
        ("LISSOME_BODY_LIMIT", "LISSOME_BODY_SIZE_LIMIT"),
        ("LISSOME_TRUSTED_PROXY", "LISSOME_TRUSTED_PROXIES"),
        ("lissome_guard", "LISSOME_GUARD"),
    ],
)
def test_a_misspelled_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str, right: str
) -> None:
    monkeypatch.setenv(wrong, "1")
    with pytest.raises(AppError, match=rf"^{wrong}: there is no such setting; write {right}\.$"):
        load_settings(tmp_path)


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="cache_url") as failure:
        load_settings(project(tmp_path, "[tool.lissome]\ncache_url = ['redis://:secret@host']"))
    assert "secret" not in str(failure.value)


def test_variables_of_other_things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LISSOME_NODE", "LISSOME_MODE", "LISSOME_MODEL", "LISSOMENAME", "OTHER_LISSOME_GUARD"):
        monkeypatch.setenv(name, "1")
    assert load_settings(tmp_path) == Settings()


def test_mounts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = "'/api' = 'backend.main:app'\n'/x.y' = {app = 'site:made.app', keep_path = true}"
    assert load_settings(project(tmp_path, f"[tool.lissome.mount]\n{table}")).mount == {
        "/api": Mounted(app="backend.main:app"),
        "/x.y": Mounted(app="site:made.app", keep_path=True),
    }
    monkeypatch.setenv("LISSOME_MOUNT", "/a=b:c, /d = e.f:g ,")
    assert load_settings(tmp_path).mount == {"/a": Mounted(app="b:c"), "/d": Mounted(app="e.f:g")}


def test_a_bad_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_BODY_SIZE_LIMIT", "512K")
    with pytest.raises(
        AppError, match=r"LISSOME_BODY_SIZE_LIMIT: Input should be a valid integer.*; write 524288\."
    ):
        load_settings(tmp_path)


def test_broken_toml(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"pyproject\.toml: "):
        load_settings(project(tmp_path, "[tool.lissome"))


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nlissome = 1"])
def test_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(AppError, match=r"\[tool\.lissome\] must be a table"):
        load_settings(project(tmp_path, text))


def test_the_plugin_knows_all_settings(repo: Path) -> None:
    """It refuses them as options of `lissome()`."""
    listed = (repo / "vite" / "ignored_options.js").read_text().partition("const SETTINGS = new Set([")[2]
    assert re.findall(r"'(\w+)'", listed.partition("]")[0]) == list(Settings.model_fields)
