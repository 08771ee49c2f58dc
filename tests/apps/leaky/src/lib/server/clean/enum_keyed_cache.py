"""A cache by member of an enum."""

from enum import Enum


class Role(Enum):
    GUEST = "guest"
    MEMBER = "member"


_permissions: dict[Role, frozenset[str]] = {}


def permissions(role: Role) -> frozenset[str]:
    if role not in _permissions:
        _permissions[role] = frozenset({"read"} if role is Role.GUEST else {"read", "write"})
    return _permissions[role]


def use(event):
    return sorted(permissions(Role.MEMBER if event.locals.user else Role.GUEST))
