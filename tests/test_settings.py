"""[tool.lissome] and LISSOME_… variables."""

from __future__ import annotations

from pathlib import Path

import pytest

from lissome.errors import AppError
from lissome.settings import Settings, load_settings


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
        ("render_timeuot = 1", r"\[tool\.lissome\] render_timeuot: .* Known settings: render_timeout, "),
        ("render_timeout = 0", r"render_timeout: Input should be greater than 0"),
        ("render_wall_timeout = 0", r"render_wall_timeout: Input should be greater than 0"),
        ("render_heap_mb = 'big'", r"render_heap_mb: Input should be a valid integer"),
        ("render_heap_mb = 1", r"render_heap_mb: Input should be greater than or equal to 16"),
    ],
)
def test_a_bad_setting(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(AppError, match=rf"pyproject\.toml, .*{message}"):
        load_settings(project(tmp_path, f"[tool.lissome]\n{line}"))


def test_a_bad_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_BODY_SIZE_LIMIT", "512K")
    with pytest.raises(AppError, match=r"LISSOME_BODY_SIZE_LIMIT: Input should be a valid integer"):
        load_settings(tmp_path)


def test_broken_toml(tmp_path: Path) -> None:
    with pytest.raises(AppError, match=r"pyproject\.toml: "):
        load_settings(project(tmp_path, "[tool.lissome"))


@pytest.mark.parametrize("text", ["tool = 1", "[tool]\nlissome = 1"])
def test_no_table(tmp_path: Path, text: str) -> None:
    with pytest.raises(AppError, match=r"\[tool\.lissome\] must be a table"):
        load_settings(project(tmp_path, text))
