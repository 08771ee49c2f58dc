"""The Python half of examples/workspace, without the framework: accounts, people, figures, webhooks."""

from __future__ import annotations

import runpy
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from lissome.testing.fresh_modules import fresh_modules

APP = Path(__file__).resolve().parents[2] / "examples" / "workspace"
MODULES = {
    "auth": "lib.server.auth",
    "config": "lib.server.config",
    "dashboard": "lib.server.services.dashboard_service",
    "db": "lib.server.db",
    "demo": "lib.server.demo",
    "models": "lib.server.models",
    "paths": "lib.server.paths",
    "people": "lib.server.services.user_service",
    "permissions": "lib.server.permissions",
    "stripe": "lib.server.stripe",
    "webhooks": "lib.server.services.webhook_service",
    "account": "lib.validations.account",
    "user": "lib.validations.user",
}


@pytest.fixture(scope="module")
def code() -> Iterator[SimpleNamespace]:
    """The app's modules by short names."""
    with fresh_modules(APP):
        sys.path.insert(0, str(APP / "src"))
        yield SimpleNamespace(**{short: import_module(name) for short, name in MODULES.items()})


@pytest.fixture
async def app(
    code: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[SimpleNamespace]:
    """The modules, with empty tables in a database of their own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.setenv("ACTIVITY_DELAY", "0.001")
    await code.db.create_tables()
    yield code
    await code.db.close()


async def add(app: SimpleNamespace, email: str, *, role: str = "member", **columns: Any) -> Any:
    """Put somebody into the table; returns them as `event.locals.user` would be."""
    values = {
        "name": email.split("@", maxsplit=1)[0].title(),
        "email": email,
        "role": role,
        "status": "active",
        **columns,
    }
    async with app.db.transaction() as session:
        user = app.models.User(**values)
        session.add(user)
    return await app.auth.find_user(await app.auth.create_session(user.id))


async def activity_kinds(app: SimpleNamespace) -> list[str]:
    return [line["kind"] for line in await app.dashboard.recent_activity()]


# Accounts


async def test_a_password_opens_only_its_own_account(app: SimpleNamespace) -> None:
    hashed = await app.auth.hash_password("quiet-harbour")
    ada = await add(app, "ada@example.com", password_hash=hashed)
    assert hashed.startswith("$argon2id$")
    assert await app.auth.authenticate(" ADA@example.com", "quiet-harbour") == ada.id
    assert await app.auth.authenticate("ada@example.com", "loud-harbour") is None
    assert await app.auth.authenticate("eve@example.com", "quiet-harbour") is None


async def test_nobody_signs_in_without_a_password_hash(app: SimpleNamespace) -> None:
    await add(app, "invited@example.com")
    assert await app.auth.authenticate("invited@example.com", "") is None


async def test_unknown_accounts_are_verified_against_a_hash_too(
    app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def verify(_password: str, password_hash: str) -> bool:
        seen.append(password_hash)
        return True

    monkeypatch.setattr(app.auth, "_verify", verify)
    assert await app.auth.authenticate("nobody@example.com", "anything") is None
    assert seen[0].startswith("$argon2id$")


async def test_the_table_keeps_no_token(app: SimpleNamespace) -> None:
    ada = await add(app, "ada@example.com")
    token = await app.auth.create_session(ada.id)
    async with app.db.transaction() as session:
        rows = list(await session.scalars(app.models.LoginSession.__table__.select()))
    assert token not in rows
    assert all(len(row) == 64 for row in rows)


async def test_a_session_ends_by_itself_by_hand_and_with_all_others(
    app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = await add(app, "ada@example.com")
    first, second = await app.auth.create_session(ada.id), await app.auth.create_session(ada.id)
    await app.auth.end_session(first)
    assert await app.auth.find_user(first) is None
    assert (await app.auth.find_user(second)).email == "ada@example.com"
    later = app.models.now() + app.auth.LIFETIME + timedelta(seconds=1)
    with monkeypatch.context() as patched:
        patched.setattr(app.auth, "now", lambda: later)
        assert await app.auth.find_user(second) is None
    await app.auth.end_all_sessions(ada.id)
    assert await app.auth.find_user(second) is None


async def test_whoever_is_paused_is_signed_out(app: SimpleNamespace) -> None:
    admin, ada = await add(app, "root@example.com", role="admin"), await add(app, "ada@example.com")
    token = await app.auth.create_session(ada.id)
    await app.people.patch(ada.id, {"status": "paused"}, admin)
    assert await app.auth.find_user(token) is None


async def test_signing_in_accepts_the_invitation(app: SimpleNamespace) -> None:
    ada = await add(app, "ada@example.com", status="invited")
    assert (await app.people.get(ada.id))["status"] == "active"


# People


async def test_search_pages_and_filters(app: SimpleNamespace) -> None:
    for number in range(5):
        await add(app, f"person{number}@example.com", team="Design" if number % 2 else "Sales")
    await add(app, "boss@example.com", role="admin", title="100 % boss")
    page = await app.people.search(per_page=4, page=2)
    assert (page["total"], page["pages"], page["page"], len(page["items"])) == (6, 2, 2, 2)
    assert (await app.people.search(per_page=4, page=99))["page"] == 2
    assert (await app.people.search("PERSON"))["total"] == 5
    assert (await app.people.search("person", team="Design"))["total"] == 2
    assert (await app.people.search(role="admin"))["items"][0]["name"] == "Boss"
    assert (await app.people.search("0 %"))["total"] == 1, "wildcards are plain characters"
    assert await app.people.teams() == ["Design", "Sales"]


async def test_adding_changing_and_removing_leave_a_line_each(app: SimpleNamespace) -> None:
    admin = await add(app, "root@example.com", role="admin")
    form = app.user.CreateUser(name=" Ada ", email="Ada@Example.com")
    ada = await app.people.create(form, admin)
    assert (ada["name"], ada["email"], ada["status"]) == ("Ada", "ada@example.com", "invited")
    changed = await app.people.patch(ada["id"], {"title": "Engineer"}, admin)
    assert (changed["title"], changed["name"]) == ("Engineer", "Ada")
    assert (await app.people.remove(ada["id"], admin))["name"] == "Ada"
    assert await app.people.get(ada["id"]) is None
    assert await activity_kinds(app) == ["removed", "updated", "added"]


async def test_an_address_belongs_to_one_person(app: SimpleNamespace) -> None:
    admin, ada = await add(app, "root@example.com", role="admin"), await add(app, "ada@example.com")
    with pytest.raises(app.people.EmailTaken):
        await app.people.create(app.user.CreateUser(name="Ada", email="ADA@example.com"), admin)
    with pytest.raises(app.people.EmailTaken):
        await app.people.patch(ada.id, {"email": "root@example.com"}, admin)
    with pytest.raises(app.people.EmailTaken):
        await app.people.save_profile(app.account.Profile(name="Ada", email="root@example.com"), ada)
    assert await activity_kinds(app) == [], "what failed did not happen"


async def test_nobody_gives_more_than_they_have(app: SimpleNamespace) -> None:
    admin = await add(app, "root@example.com", role="admin")
    member, viewer = await add(app, "m@example.com"), await add(app, "v@example.com", role="viewer")
    new = {"name": "New", "email": "new@example.com"}
    refused = [
        app.people.create(app.user.CreateUser(**new), viewer),
        app.people.create(app.user.CreateUser(**new, role="admin"), member),
        app.people.patch(viewer.id, {"role": "admin"}, member),
        app.people.patch(admin.id, {"title": "Nobody"}, member),
        app.people.remove(viewer.id, member),
        app.people.remove(admin.id, admin),
        app.people.patch(admin.id, {"role": "viewer"}, admin),
        app.people.patch(admin.id, {"status": "paused"}, admin),
    ]
    for attempt in refused:
        with pytest.raises(app.people.NotAllowed):
            await attempt


async def test_those_who_are_not_there_are_none(app: SimpleNamespace) -> None:
    admin = await add(app, "root@example.com", role="admin")
    assert await app.people.get(999) is None
    assert await app.people.patch(999, {"title": "x"}, admin) is None
    assert await app.people.remove(999, admin) is None


async def test_ones_own_account(app: SimpleNamespace) -> None:
    ada = await add(app, "ada@example.com")
    token = await app.auth.create_session(ada.id)
    await app.people.save_profile(
        app.account.Profile(name="Ada L", email="al@example.com", team="Maths"), ada
    )
    await app.people.save_appearance(app.account.Appearance(theme="dark", density="compact"), ada)
    await app.people.set_password_hash(ada.id, "hash")
    after = await app.auth.find_user(token)
    assert (after.name, after.email, after.team) == ("Ada L", "al@example.com", "Maths")
    assert (after.theme, after.density) == ("dark", "compact")
    assert await app.people.password_hash(ada.id) == "hash"


# Figures and webhooks


async def test_the_dashboard_counts_days_in_utc(app: SimpleNamespace) -> None:
    moment = app.models.now().replace(hour=12)
    await add(app, "ada@example.com", created_at=moment - timedelta(days=400))
    await add(app, "bob@example.com", status="invited", created_at=moment - timedelta(days=2))
    async with app.db.transaction() as session:
        for hours in (1, 2, 30, 24 * 8, 24 * 27, 24 * 29):
            when = moment - timedelta(hours=hours)
            session.add(app.models.Activity(actor_name="Ada", kind="completed", subject="x", created_at=when))
    stats = await app.dashboard.dashboard_stats(moment)
    assert (stats["people"], stats["joined_this_month"]) == (2, 1)
    assert (stats["events_this_week"], stats["events_last_week"]) == (3, 1)
    assert (len(stats["days"]), stats["days"][-1]["count"], stats["days"][0]["count"]) == (28, 2, 1)
    assert stats["days"][-1]["date"] == moment.date().isoformat()
    recent = await app.dashboard.recent_activity(limit=2)
    assert [line["at"] for line in recent] == [moment - timedelta(hours=1), moment - timedelta(hours=2)]


async def test_a_webhook_counts_once(app: SimpleNamespace) -> None:
    assert await app.webhooks.record("evt_1", "invoice.paid") is True
    assert await app.webhooks.record("evt_1", "invoice.paid") is False
    assert await app.webhooks.record("evt_2", "ping") is True
    assert await activity_kinds(app) == ["billing"]


def test_a_signature_is_checked_and_grows_old(code: SimpleNamespace) -> None:
    good = code.stripe.sign(b"{}", 1000, "whsec")
    code.stripe.verify(b"{}", f"t=1000,v1=00,v1={good},v0=x", "whsec", at=1299)
    for payload, header, secret, at in (
        (b"{ }", f"t=1000,v1={good}", "whsec", 1000),
        (b"{}", f"t=1000,v1={good}", "other", 1000),
        (b"{}", f"t=1000,v1={good}", "whsec", 1301),
        (b"{}", f"t=1000,v1={good}", "whsec", 699),
        (b"{}", f"t=1001,v1={good}", "whsec", 1001),
        (b"{}", f"v1={good}", "whsec", 1000),
        (b"{}", "t=1000,v1=é", "whsec", 1000),
        (b"{}", f"t=²,v1={good}", "whsec", 1000),
        (b"{}", "", "whsec", 1000),
    ):
        with pytest.raises(code.stripe.SignatureError):
            code.stripe.verify(payload, header, secret, at=at)


# Input


def test_messages_say_what_to_do(code: SimpleNamespace) -> None:
    with pytest.raises(ValidationError) as caught:
        code.user.CreateUser(name="  ", email="nobody", title="x" * 81)
    messages = {problem["loc"][0]: problem["msg"] for problem in caught.value.errors()}
    assert messages == {
        "name": "A name is needed.",
        "email": "Write an email address such as name@company.com.",
        "title": "A job title can have at most 80 characters.",
    }
    with pytest.raises(ValidationError, match="at least 10"):
        code.account.ChangePassword(current_password="x", new_password="short")


@pytest.mark.parametrize(
    "crafted", ["", None, "users", "//evil.example", "/\\evil.example", "https://evil.example"]
)
def test_a_crafted_link_leads_nowhere_else(code: SimpleNamespace, crafted: str | None) -> None:
    assert code.paths.local_path(crafted, "/home") == "/home"
    assert code.paths.local_path("/users?q=1", "/home") == "/users?q=1"
    assert code.paths.local_path("/\t/a\x9b%20", "/home") == "/%09/a%C2%9B%20"


# The database


def test_a_relative_sqlite_path_is_relative_to_the_app(code: SimpleNamespace) -> None:
    url = code.db.resolve_url("sqlite+aiosqlite:///./workspace.db")
    assert Path(url.database) == APP / "workspace.db"
    assert code.db.resolve_url("postgres://u@h/d").drivername == "postgresql+asyncpg"


async def test_a_database_without_tables_says_what_to_run(
    code: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(RuntimeError, match=r"python seed\.py"):
        await code.db.check(code.db.engine())
    await code.db.close()


async def test_seeding_twice_is_seeding_once(app: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", sys.path[:])  # seed.py adds to it
    seed = runpy.run_path(str(APP / "seed.py"))["seed"]
    assert await seed() is True
    before = await app.people.search(per_page=1)
    assert await seed() is False
    assert await app.people.search(per_page=1) == before
    assert before["total"] > 50
    for login in app.demo.LOGINS:
        assert await app.auth.authenticate(login["email"], app.demo.PASSWORD) is not None
    days = (await app.dashboard.dashboard_stats())["days"]
    assert sum(day["count"] > 0 for day in days) > 20
