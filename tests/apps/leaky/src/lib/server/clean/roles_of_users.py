"""Permissions by the role that a user has; there are a few."""

_by_role = {}


def rights(role):
    if role not in _by_role:
        _by_role[role] = {"admin": ["all"], "member": ["read"]}[role]
    return _by_role[role]


def use(event):
    event.locals.role = "member"
    return rights(event.locals.role)
