"""The tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes everywhere: SQLite drops the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)


class Base(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: dict[Any, Any] = {datetime: UtcDateTime, str: String(200)}  # noqa: RUF012 - SQLAlchemy's


class User(Base):
    """A person in the workspace. Without a password hash nobody can sign in as them."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    title: Mapped[str] = mapped_column(default="")
    team: Mapped[str] = mapped_column(default="", index=True)
    role: Mapped[str] = mapped_column(String(16), default="member")
    status: Mapped[str] = mapped_column(String(16), default="invited")
    theme: Mapped[str] = mapped_column(String(16), default="system")
    density: Mapped[str] = mapped_column(String(16), default="comfortable")
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime | None]


class LoginSession(Base):
    """Somebody is signed in. Only the token's hash is kept: a stolen table opens no session."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Activity(Base):
    """Something that happened. The actor's name is copied, so that history outlives the person's account."""

    __tablename__ = "activity"

    id: Mapped[int] = mapped_column(primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    actor_name: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)


class WebhookEvent(Base):
    """A webhook that was handled. Senders repeat themselves, and the primary key notices."""

    __tablename__ = "webhook_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(default=now)
