"""Settings from the environment, read when they are asked for. `.env.example` lists them."""

import os


def database_url() -> str:
    """SQLAlchemy URL of the database."""
    return os.environ.get("DATABASE_URL") or "sqlite+aiosqlite:///./workspace.db"


def stripe_webhook_secret() -> str | None:
    """Signing secret of the Stripe endpoint, or None if webhooks are not set up."""
    return os.environ.get("STRIPE_WEBHOOK_SECRET") or None


def activity_delay() -> float:
    """Seconds by which the recent activity is held back, so that one can watch it stream."""
    return float(os.environ.get("ACTIVITY_DELAY") or 0.8)


def shows_demo_logins() -> bool:
    """Whether the login page offers the accounts that seed.py makes."""
    return os.environ.get("SHOW_DEMO_LOGINS", "1") != "0"
