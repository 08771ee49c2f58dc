"""The accounts that seed.py makes and the login page offers."""

from typing import TypedDict

PASSWORD = "quiet-harbour"  # noqa: S105 - of the demo, meant to be known


class DemoLogin(TypedDict):
    """One account to try the demo with."""

    name: str
    email: str
    title: str
    team: str
    role: str
    can: str


LOGINS: tuple[DemoLogin, ...] = (
    {
        "name": "Mara Lindqvist",
        "email": "mara@workspace.example",
        "title": "Head of Operations",
        "team": "Operations",
        "role": "admin",
        "can": "does everything",
    },
    {
        "name": "Tomás Herrera",
        "email": "tomas@workspace.example",
        "title": "Product Designer",
        "team": "Design",
        "role": "member",
        "can": "adds and edits people",
    },
    {
        "name": "Ines Okafor",
        "email": "ines@workspace.example",
        "title": "Finance Analyst",
        "team": "Finance",
        "role": "viewer",
        "can": "looks around",
    },
)
