from pathlib import Path
from typing import NoReturn

import against
import click
import httpx
import pytest
from harness import same
from harness.cases import CASES
from harness.commits import Commit
from harness.load import Load
from harness.projects import APP, BuildError
from harness.rounds import Measured, Plan, WarmUp, joined
from harness.servers import Server, ServerError
from harness.stats import Sample
from harness.verdicts import Verdict

COMMIT = Commit("1234567890abcdef", "x")
PLAN = Plan(9, 3, WarmUp(2, 20), server_core=0, load=Load(core=1, connections=16))


def picked(value: str | None) -> list[str]:
    command = click.Context(against.main)
    return [case.name for case in against.chosen(command, command.command.params[1], value)]


def test_cases_are_picked_by_name() -> None:
    assert picked("json, small") == ["small", "json"]
    assert picked(None) == ["small", "table", "data", "json"]


def test_a_case_that_is_not_there_is_refused() -> None:
    with pytest.raises(click.BadParameter, match=r"'jsno' is no case\. There are small, table, data, json"):
        picked("json,jsno")


def test_a_commit_that_cannot_build_the_app_serves_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "bench" / "app"
    (own / "lissome").mkdir(parents=True)

    def build(_python: str, app: Path = APP, builds: Path = APP) -> Path:
        if app != own:
            raise BuildError("no such option")
        return builds / "lissome"

    monkeypatch.setattr(against, "build_lissome", build)
    project, notes = against.build_other("python", tmp_path, COMMIT)
    assert project == COMMIT.folder / "lissome"
    assert notes == ["1234567 cannot build the working tree's bench/app, so it served the one of its own."]


def test_a_commit_with_no_app_at_all_cannot_be_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def build(*_: object, **__: object) -> NoReturn:
        raise BuildError("no such option")

    monkeypatch.setattr(against, "build_lissome", build)
    with pytest.raises(BuildError, match="no such option"):
        against.build_other("python", tmp_path, COMMIT)


def test_a_case_that_fails_leaves_the_others_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def once(*_: object) -> NoReturn:
        raise ServerError("commit ended with 1")

    monkeypatch.setattr(against, "measure_once", once)
    server = Server("x", (), Path(), 1, {})
    outcome = against.measure_case(CASES[0], against.Sides(server, server), PLAN)
    assert (outcome.verdict, outcome.problem) == (Verdict.NOT_MEASURED, "commit ended with 1")


def answer(text: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, text=text, request=httpx.Request("GET", "http://127.0.0.1:1/"))


def test_other_answers_are_told_and_failures_refused() -> None:
    assert same.differences(CASES[3], answer("[1]"), answer("[1]")) == []
    (line,) = same.differences(CASES[3], answer("[1]"), answer("[2]"))
    assert line.split() == ["JSON:", "[1]", "[2]"]
    with pytest.raises(same.UnequalError, match="answered 404"):
        same.differences(CASES[3], answer("[1]"), answer("no", 404))


def test_each_round_has_processes_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which of the two is started first alternates."""
    tree, commit = Server("tree", (), Path(), 1, {}), Server("commit", (), Path(), 2, {})
    started = []

    def measure(_case: object, servers: list[Server], plan: Plan, *_: object) -> list[Measured]:
        assert plan.rounds == 1
        started.append([server.name for server in servers])
        rates = {"tree": 300.0, "commit": 100.0}
        return [
            Measured(server.name, [Sample(rates[server.name], 1, 2, 3, 4, 5, 0, 0)], 10, [])
            for server in servers
        ]

    monkeypatch.setattr(against, "measure", measure)
    run = against.measure_once(CASES[0], against.Sides(tree, commit), PLAN)
    assert started[:2] == [["tree", "commit"], ["commit", "tree"]]
    assert len(started) == PLAN.rounds
    assert run.ratio.median == 3


def test_what_several_processes_did_is_joined() -> None:
    samples = [Sample(rps, 1, 2, 3, 4, 5, 0, 0) for rps in (1.0, 2.0, 3.0)]
    parts = [Measured("tree", samples[:2], 10, [7.0]), Measured("tree", samples[2:], 10, [8.0])]
    assert joined(parts) == Measured("tree", samples, 10, [7.0, 8.0])
