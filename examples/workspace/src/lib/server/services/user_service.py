"""People: finding, adding, changing and removing them. Every change leaves a line in the activity."""

from collections.abc import Mapping
from math import ceil
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from lib.server import permissions
from lib.server.auth import CurrentUser
from lib.server.db import transaction
from lib.server.models import Activity, User
from lib.server.views import UserView, user_view
from lib.validations.account import Appearance, Profile
from lib.validations.user import CreateUser, UpdateUser

PER_PAGE = 12


class UserPage(TypedDict):
    """One page of the directory."""

    items: list[UserView]
    total: int
    page: int
    pages: int


class EmailTaken(Exception):
    """Somebody else has this email address."""


class NotAllowed(Exception):
    """The actor may not do this. The text says what."""


async def search(
    query: str = "", *, role: str = "", team: str = "", page: int = 1, per_page: int = PER_PAGE
) -> UserPage:
    """People by name, sorted by name; empty filters filter nothing.

    Args:
        query: part of a name, an email address or a job title, in any case.
        role: exactly this role.
        team: exactly this team.
        page: from 1; beyond the last page is the last page.
        per_page: people on a page.
    """
    wanted = _conditions(query, role, team)
    async with transaction() as session:
        total = await session.scalar(select(func.count()).select_from(User).where(*wanted)) or 0
        pages = max(1, ceil(total / per_page))
        page = min(max(1, page), pages)
        found = await session.scalars(
            select(User)
            .where(*wanted)
            .order_by(func.lower(User.name), User.id)
            .limit(per_page)
            .offset((page - 1) * per_page)
        )
        items = [user_view(user) for user in found]
    return {"items": items, "total": total, "page": page, "pages": pages}


def _conditions(query: str, role: str, team: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if query:
        columns = (User.name, User.email, User.title)
        conditions.append(or_(*(column.icontains(query, autoescape=True) for column in columns)))
    if role:
        conditions.append(User.role == role)
    if team:
        conditions.append(User.team == team)
    return conditions


async def teams() -> list[str]:
    """Every team somebody is in, sorted."""
    async with transaction() as session:
        found = await session.scalars(select(User.team).where(User.team != "").distinct().order_by(User.team))
        return list(found)


async def get(user_id: int) -> UserView | None:
    """One person, or None."""
    async with transaction() as session:
        user = await session.get(User, user_id)
        return user_view(user) if user else None


async def create(form: CreateUser, actor: CurrentUser) -> UserView:
    """Invite somebody.

    Raises:
        EmailTaken: the address is in use.
        NotAllowed: the actor may not add people, or not with this role.
    """
    if not permissions.may_add(actor):
        raise NotAllowed("Viewers cannot add people. Ask an admin to.")
    _check_role(actor, form.role)
    user = User(**form.model_dump(), status="invited")
    try:
        async with transaction() as session:
            session.add(user)
            _record(session, actor, "added", user.name)
    except IntegrityError as clash:
        raise EmailTaken from clash
    return user_view(user)


async def update(user_id: int, form: UpdateUser, actor: CurrentUser) -> UserView | None:
    """Change everything about somebody; None if there is no such person.

    Raises:
        EmailTaken: the address is in use.
        NotAllowed: the actor may not change this person, or not so.
    """
    return await patch(user_id, form.model_dump(), actor)


async def patch(user_id: int, changes: Mapping[str, Any], actor: CurrentUser) -> UserView | None:
    """Change what `changes` names; None if there is no such person.

    Raises:
        EmailTaken: the address is in use.
        NotAllowed: the actor may not change this person, or not so.
    """
    try:
        async with transaction() as session:
            user = await session.get(User, user_id)
            if user is None:
                return None
            _check_change(actor, user, changes)
            for name, value in changes.items():
                setattr(user, name, value)
            _record(session, actor, "updated", user.name)
    except IntegrityError as clash:
        raise EmailTaken from clash
    except StaleDataError:
        return None  # removed by somebody else, just now
    return user_view(user)


async def remove(user_id: int, actor: CurrentUser) -> UserView | None:
    """Remove somebody and end their sessions; returns who it was, None if there is no such person.

    Raises:
        NotAllowed: the actor is no admin, or it is themselves.
    """
    if not permissions.may_remove(actor, user_id):
        raise NotAllowed("Only admins remove people, and nobody removes themselves.")
    async with transaction() as session:
        user = await session.get(User, user_id)
        if user is None:
            return None
        await session.execute(delete(User).where(User.id == user_id))
        _record(session, actor, "removed", user.name)
    return user_view(user)


def _check_role(actor: CurrentUser, role: str) -> None:
    if role not in permissions.assignable_roles(actor):
        raise NotAllowed(f"A {actor.role} cannot make somebody {role}.")


def _check_change(actor: CurrentUser, user: User, changes: Mapping[str, Any]) -> None:
    view = user_view(user)
    if not permissions.may_edit(actor, view["role"]):
        raise NotAllowed(f"A {actor.role} cannot change {user.name}, who is {user.role}.")
    _check_role(actor, changes.get("role", user.role))
    locks_out = changes.get("role", user.role) != user.role or changes.get("status", "active") != "active"
    if actor.id == user.id and locks_out:
        raise NotAllowed("You cannot change your own role or pause yourself. Ask another admin to.")


def _record(session: AsyncSession, actor: CurrentUser, kind: str, subject: str) -> None:
    session.add(Activity(actor_id=actor.id, actor_name=actor.name, kind=kind, subject=subject))


# One's own account.


async def save_profile(form: Profile, actor: CurrentUser) -> None:
    """Change how one appears to the others.

    Raises:
        EmailTaken: the address is in use.
    """
    try:
        async with transaction() as session:
            user = await session.get_one(User, actor.id)
            for name, value in form.model_dump().items():
                setattr(user, name, value)
            _record(session, actor, "profile", "their profile")
    except IntegrityError as clash:
        raise EmailTaken from clash


async def save_appearance(form: Appearance, actor: CurrentUser) -> None:
    """Keep how the workspace looks for this person."""
    async with transaction() as session:
        user = await session.get_one(User, actor.id)
        user.theme, user.density = form.theme, form.density


async def password_hash(user_id: int) -> str | None:
    """The stored hash, None for somebody who has never had a password."""
    async with transaction() as session:
        return (await session.get_one(User, user_id)).password_hash


async def set_password_hash(user_id: int, hashed: str) -> None:
    """Replace the stored hash."""
    async with transaction() as session:
        (await session.get_one(User, user_id)).password_hash = hashed
