"""Who may do what. Pages ask to decide what to show, actions and the API ask again before they act."""

from typing import Protocol

from lib.server.views import Role


class Actor(Protocol):
    """Whoever is signed in."""

    @property
    def id(self) -> int: ...
    @property
    def role(self) -> Role: ...


def assignable_roles(actor: Actor) -> tuple[Role, ...]:
    """The roles that `actor` may give to somebody: never more than their own."""
    match actor.role:
        case "admin":
            return ("admin", "member", "viewer")
        case "member":
            return ("member", "viewer")
        case "viewer":
            return ()


def may_add(actor: Actor) -> bool:
    """Admins and members add people."""
    return actor.role != "viewer"


def may_edit(actor: Actor, role: Role) -> bool:
    """Members leave admins alone."""
    return role in assignable_roles(actor)


def may_remove(actor: Actor, user_id: int) -> bool:
    """Admins remove people, but not themselves: a workspace keeps at least one admin."""
    return actor.role == "admin" and actor.id != user_id
