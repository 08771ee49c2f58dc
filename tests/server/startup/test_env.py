"""What the app is told by its environment, and what it says when something is missing."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from pydantic import Field, SecretStr, field_validator

from lissome import Environment
from lissome.server.startup.env import AllProblems, EnvironmentProblem, PublicEnv, read_variables
from support.asgi import Client, started
from support.boot import booted

SECRET = "hunter2-hunter2"


class Env(Environment):
    database_url: str
    smtp_port: int = 25
    api_key: SecretStr = Field(alias="STRIPE_KEY")

    @field_validator("api_key")
    @classmethod
    def long(cls, key: SecretStr) -> SecretStr:
        if len(key.get_secret_value()) < 4:
            raise ValueError("must have 4 characters")
        return key


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, which tests of `Env` run in: this file is in no `src`."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SMTP_PORT", "STRIPE_KEY", "LISSOME_MODE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


# -- reading ----------------------------------------------------------------------------------------------


def test_the_process_wins_over_the_files(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("A=file\nB=file\nC='two words' # why\nexport D=1\n")
    (here / ".env.local").write_text("B=local\n")
    monkeypatch.setenv("A", "process")
    variables = read_variables(here)
    assert [variables[name] for name in "ABCD"] == ["process", "local", "two words", "1"]


@pytest.mark.parametrize(
    ("name", "expected"), [("", "production"), ("development", "development"), ("x", "")]
)
def test_files_of_the_mode(here: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: str) -> None:
    """The order is Vite's: .env, .env.local, .env.MODE, .env.MODE.local."""
    monkeypatch.setenv("LISSOME_MODE", name)
    (here / ".env").write_text("A=env\nB=env\nC=env\nD=env")
    (here / ".env.local").write_text("B=local\nC=local\nD=local")
    for mode in ("production", "development"):
        (here / f".env.{mode}").write_text(f"C={mode}\nD={mode}")
        (here / f".env.{mode}.local").write_text(f"D={mode}.local")
    variables = read_variables(here)
    wanted = ["env", "local", expected or "local", f"{expected}.local" if expected else "local"]
    assert [variables[name] for name in "ABCD"] == wanted


def test_the_message_names_the_files(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISSOME_MODE", "staging")
    with pytest.raises(
        EnvironmentProblem, match=r"\.env, \.env\.local, \.env\.staging or \.env\.staging\.local"
    ):
        Env.load()


def test_typed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".env").write_text("DATABASE_URL=sqlite://\nSTRIPE_KEY=abcd\n")
    monkeypatch.setenv("SMTP_PORT", "2525")
    env = Env.load()
    assert (env.database_url, env.smtp_port, env.api_key.get_secret_value()) == ("sqlite://", 2525, "abcd")
    with pytest.raises(ValueError, match="frozen"):
        env.smtp_port = 1  # type: ignore[misc]


def test_all_problems_and_no_value(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PORT", SECRET)
    monkeypatch.setenv("STRIPE_KEY", "abc")
    with pytest.raises(EnvironmentProblem) as failure:
        Env.load()
    text = str(failure.value)
    assert "DATABASE_URL: is missing" in text
    assert "SMTP_PORT: Input should be a valid integer" in text
    assert "STRIPE_KEY: must have 4 characters" in text
    assert SECRET not in text
    assert "abc" not in text
    assert failure.value.__cause__ is None
    assert failure.value.__suppress_context__


def test_the_root_is_where_src_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "src" / "lib" / "server" / "settings_of_a_test.py"
    module.parent.mkdir(parents=True)
    module.write_text("from lissome import Environment\n\nclass Env(Environment):\n    in_file: str\n")
    (tmp_path / ".env").write_text("IN_FILE=yes")
    monkeypatch.syspath_prepend(str(module.parent))
    from settings_of_a_test import Env as Own  # type: ignore[import-not-found]

    assert Own.load().in_file == "yes"


def test_problems_are_collected() -> None:
    with pytest.raises(EnvironmentProblem) as failure, AllProblems() as problems:  # noqa: PT012
        for name in ("A", "B"):
            with problems.collected():
                raise EnvironmentProblem({name: ["is missing"]})
    assert failure.value.problems == {"A": ["is missing"], "B": ["is missing"]}


# -- a built app ------------------------------------------------------------------------------------------


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The variables that the app `options` wants; tests change them."""
    monkeypatch.setenv("GREETING", "Hi </script>")
    monkeypatch.setenv("SECRET", SECRET)
    return monkeypatch


@pytest.fixture
async def client(built_app: Callable[[str], Path], variables: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    with booted(built_app("options")) as app:
        async with started(app) as client:
            yield client


def test_a_start_without_its_variables(
    built_app: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One message names all: those of src/env.js, and those of the class in Python."""
    monkeypatch.delenv("GREETING", raising=False)
    monkeypatch.setenv("RATE", "fast")
    monkeypatch.setenv("SECRET", "short")
    monkeypatch.setenv("WORKERS_AT_NIGHT", "none")
    with pytest.raises(EnvironmentProblem) as failure, booted(built_app("options")):
        pass
    lines = str(failure.value).splitlines()[1:]
    assert lines == [
        "  GREETING: is missing. If it is optional, give it a schema that takes undefined.",
        "  RATE: must be a number",
        "  SECRET: must have at least 8 characters",
        "  WORKERS_AT_NIGHT: Input should be a valid integer, unable to parse string as an integer",
    ]


async def test_public_variables_in_a_page(client: Client) -> None:
    page = (await client.send("/app/")).text
    assert "<h1" in page
    assert "Hi &lt;/script></h1>" in page
    assert '<p id="env">number 1.5 teal 2 15</p>' in page
    assert r'env: {GREETING:"Hi \u003C/script>",RATE:1.5}' in page
    assert 'data-greeting="Hi </script>" data-colour="teal" data-secret=""' in page


async def test_other_values_need_no_new_build(
    built_app: Callable[[str], Path], variables: pytest.MonkeyPatch
) -> None:
    variables.setenv("GREETING", "Hello")
    variables.setenv("RATE", "2")
    with booted(built_app("options")) as app:
        async with started(app) as client:
            page = (await client.send("/app/")).text
    assert "Hello</h1>" in page
    assert 'env: {GREETING:"Hello",RATE:2}' in page


async def test_the_module_of_the_variables(client: Client) -> None:
    answer = await client.send("/app/_app/env.js")
    assert answer.status == 200
    assert answer.header("content-type") == "application/javascript; charset=utf-8"
    assert answer.text == r'export const env={GREETING:"Hi \u003C/script>",RATE:1.5}'
    etag = answer.header("etag")
    assert etag is not None
    again = await client.send("/app/_app/env.js", headers={"if-none-match": etag})
    assert (again.status, again.text, again.header("etag")) == (304, "", etag)
    assert (await client.send("/app/_app/env.js", headers={"if-none-match": '"x"'})).status == 200


async def test_what_a_render_changes_is_its_own(client: Client) -> None:
    pages = [(await client.send("/app/")).text for _ in range(2)]
    assert pages[0] == pages[1]


async def test_the_secret_is_nowhere(built_app: Callable[[str], Path], client: Client) -> None:
    build = built_app("options") / "build"
    files = [file for file in build.rglob("*") if file.is_file()]
    assert [file for file in files if SECRET.encode() in file.read_bytes()] == []
    for target in ("/app/", "/app/nowhere", "/app/items/0", "/app/_app/env.js", "/app/__data.json"):
        assert SECRET not in (await client.send(target)).text
    question = {"fn": "match", "matcher": "SECRET", "value": SECRET[:0]}
    with pytest.raises(Exception, match="no matcher") as failure:
        await client.app.runtime.renderer.ask(question, lambda _request: None)  # type: ignore[arg-type,return-value]
    assert SECRET not in str(failure.value)


def test_the_manifest_has_names_alone(built_app: Callable[[str], Path]) -> None:
    manifest = json.loads((built_app("options") / "build" / "manifest.json").read_text())
    assert manifest["env"] == {
        "GREETING": {"public": True, "static": False},
        "RATE": {"public": True, "static": False},
        "COLOUR": {"public": True, "static": True},
        "SECRET": {"public": False, "static": False},
    }


def test_an_app_without_variables() -> None:
    env = PublicEnv()
    assert (env.script, dict(env.texts)) == ("{}", {})
