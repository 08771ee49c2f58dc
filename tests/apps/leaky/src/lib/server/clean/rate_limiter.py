"""Shared on purpose, and said so."""

# lissome: shared -- who asks too often is known by name, for a minute, in this worker
ATTEMPTS = {}


def allow(user, now):
    recent = [then for then in ATTEMPTS.get(user, []) if now - then < 60]
    ATTEMPTS[user] = [*recent, now]
    return len(recent) < 10_000
