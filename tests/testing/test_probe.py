"""The two-user probe: plans, addresses, options, the command. What it finds is in test_leaky.py."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from lissome.errors import AppError
from lissome.testing import AppUnderTest, LeakError, User, open_app, probe
from lissome.testing.two_user_probe.addresses import address, find, local_paths, without_groups
from lissome.testing.two_user_probe.canary import CanaryFactory, CanaryRegistry
from lissome.testing.two_user_probe.input_names import InputNames
from lissome.testing.two_user_probe.login import FormLogin, LoginScript
from lissome.testing.two_user_probe.targets import make_plan

pytestmark = [pytest.mark.node, pytest.mark.timeout(600)]  # the first one builds the app

LOGIN = FormLogin("/login", {"name": "{user}"})


@pytest.fixture
async def leaky(built_app: Callable[[str], Path]) -> AsyncIterator[AppUnderTest]:
    async with open_app(built_app("leaky")) as app:
        yield app


@pytest.fixture
async def basics(built_app: Callable[[str], Path]) -> AsyncIterator[AppUnderTest]:
    async with open_app(built_app("basics")) as app:
        yield app


@pytest.fixture
def factory() -> CanaryFactory:
    return CanaryFactory(CanaryRegistry(), "ann", "GET /")


async def test_names_are_read_from_the_sources(leaky: AppUnderTest) -> None:
    names = InputNames.read(leaky.root)
    assert "user" in names.cookies
    assert "q" in names.query
    assert "accept-language" in names.headers
    assert "content-type" not in names.headers
    assert "item" in names.body["src/routes/leaky/vars_of_module/+server.py"]


async def test_a_plan_asks_in_every_way(leaky: AppUnderTest) -> None:
    routes = ["/leaky/other_module", "/leaky/in_the_route", "/leaky/callback_kept"]
    names = InputNames.read(leaky.root)
    plan = await make_plan(leaky, names, routes, read_only=False)
    assert [target.label for target in plan.targets] == [
        "GET /leaky/other_module",
        "GET /leaky/other_module/__data.json",
        "GET /leaky/in_the_route",
        "GET /leaky/in_the_route/__data.json",
        "POST /leaky/other_module",
        "POST /leaky/in_the_route",
        "POST /leaky/callback_kept",
    ]
    plan = await make_plan(leaky, names, routes, read_only=True)
    assert {target.method for target in plan.targets} == {"GET"}


async def test_paths_name_routes_too(basics: AppUnderTest) -> None:
    plan = await make_plan(basics, InputNames(), ["/items/1"], read_only=True)
    assert plan.targets[0].route.id == "/items/[id]"
    assert plan.paths == {"/items/[id]": ["/items/1"]}


async def test_unknown_routes_are_refused(basics: AppUnderTest) -> None:
    with pytest.raises(AppError, match="Did you mean /about"):
        await make_plan(basics, InputNames(), ["/abuot"], read_only=True)


async def test_addresses_respect_matchers(basics: AppUnderTest, factory: CanaryFactory) -> None:
    server = basics.runtime
    for route in [entry.id for entry in server.manifest.routes]:
        found = next(one for one in (await make_plan(basics, InputNames(), [route], read_only=True)).targets)
        path = await address(server, found.route, factory, {})
        assert path is not None, route
        again = await find(server, path)
        assert again is not None
        assert again.id == route
    numbered = (await make_plan(basics, InputNames(), ["/number/[n=integer]"], read_only=True)).targets[0]
    path = await address(server, numbered.route, factory, {})
    assert path
    assert path.removeprefix("/number/").isdecimal()
    assert await address(server, numbered.route, factory, {"n": "seven"}) is None


def test_links_that_stay_in_the_app() -> None:
    links = [
        "/app/users/1?x=1",
        "https://example.com/a",
        "//example.com/b",
        "#top",
        "other",
        "../up",
        "/else",
    ]
    assert list(local_paths("/app", "/app/deep/page", links)) == ["/users/1", "/deep/other", "/up"]


def test_groups_are_no_part_of_paths() -> None:
    assert without_groups("/(app)/users/(all)/[id]") == "/users/[id]"
    assert without_groups("/") == "/"


async def test_shared_routes_may_cross(leaky: AppUnderTest) -> None:
    way = "/clean/rate_limiter"  # allowed by its comment, in what it keeps
    report = await probe(leaky, [way], sign_in=LOGIN)
    report.check()
    report = await probe(leaky, ["/leaky/in_the_route"], shared=["/leaky/in_the_route"], users=["ann", "bob"])
    assert not [leak for leak in report.leaks if leak.kind == "crossing" and "form field" in leak.message]


async def test_a_report_raises_with_what_leaked(leaky: AppUnderTest) -> None:
    report = await probe(leaky, ["/leaky/default_argument"], read_only=True, users=3)
    assert report.users == ["user 1", "user 2", "user 3"]
    with pytest.raises(LeakError, match=r"default_argument\.py:5: "):
        report.check()


async def test_one_user_is_not_enough(leaky: AppUnderTest) -> None:
    with pytest.raises(AppError, match="two users"):
        await probe(leaky, ["/"], users=1)


async def test_a_login_that_fails_is_said(leaky: AppUnderTest) -> None:
    with pytest.raises(AppError, match="has no form with the fields email; it has name"):
        await probe(leaky, ["/"], sign_in=FormLogin("/login", {"email": "{user}"}))


async def test_a_script_signs_in(tmp_path: Path, leaky: AppUnderTest) -> None:
    file = tmp_path / "sign_in.py"
    file.write_text("async def sign_in(user):\n    await user.submit('/login', {'name': user.name})\n")
    script = LoginScript.read(file)
    assert script.sign_in is not None
    user: User = leaky.user("ann")
    await script.sign_in(user)
    assert user.cookies["user"] == "ann"
    file.write_text("nothing = 1")
    with pytest.raises(AppError, match="signs nobody in"):
        LoginScript.read(file)


def lissome(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lissome", "probe", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_on_a_leak(built_app: Callable[[str], Path]) -> None:
    result = lissome(
        "/leaky/lazy_client", "--root", built_app("leaky"), "--login", "/login", "--field", "name={user}"
    )
    assert result.returncode == 1, result.stderr
    assert "src/lib/server/leaks/lazy_client.py:15: " in result.stdout
    assert "crossing: response body of user 2" in result.stdout


def test_the_command_on_what_is_clean(built_app: Callable[[str], Path]) -> None:
    result = lissome("/clean/locks", "--root", built_app("leaky"), "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    report = json.loads(result.stdout)
    assert (report["requests"], report["leaks"]) == (16, 0)
    assert report["targets"][0]["statuses"] == {"200": 8}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--login", "/login"], "needs the form's fields"),
        (["--field", "a=b"], "give that too"),
        (["--login", "/login", "--field", "name"], "NAME=VALUE"),
        (["--login", "missing.py"], "does not exist"),
    ],
)
def test_mistakes_of_the_command(arguments: list[str], said: str) -> None:
    result = lissome(*arguments)
    assert result.returncode == 2
    assert said in result.stderr
