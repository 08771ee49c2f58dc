"""People and activity for a workspace that looks lived in. The same every time, except that it ends today."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from lib.server import demo

_FIRST = (
    "Aiko Amara Anton Beatriz Callum Chiara Daan Dilnoza Elif Emeka Farah Freya Gabriel Hana Henrik Ivo "
    "Jamal Jolanta Kaito Keira Lars Leila Liam Lucía Malik Marek Maya Mei Mirjam Nadia Niamh Noah Nour "
    "Oskar Paloma Pavel Priya Quentin Rafael Ronja Rosa Samir Sanne Sven Tariq Thandi Uma Viktor Wren "
    "Yara Yusuf Zoë"
).split()
_LAST = (
    "Abdi Adeyemi Almeida Andersen Banerjee Bergström Boateng Brandt Castillo Chen Costa Demir Dvořák "
    "Eriksen Ferrari Fischer Fontaine Gallagher García Haddad Hoang Ito Jansen Kaya Kovács Kowalska "
    "Larsen Lefèvre MacLeod Mbeki Meyer Mori Nakamura Novak O’Neill Okoro Park Pereira Petrov Qureshi "
    "Ricci Rossi Sato Schneider Sharma Silva Tan Torres Vargas Visser Wójcik Yılmaz"
).split()
_TITLES = {
    "Design": ("Product Designer", "Brand Designer", "Researcher", "Design Lead"),
    "Engineering": ("Engineer", "Senior Engineer", "Site Reliability Engineer", "Engineering Manager"),
    "Finance": ("Accountant", "Finance Analyst", "Controller"),
    "Operations": ("Office Manager", "Operations Lead", "IT Administrator"),
    "Sales": ("Account Manager", "Partnerships Lead", "Sales Engineer"),
    "Support": ("Support Specialist", "Support Lead", "Technical Writer"),
}
_SUBJECTS = {
    "commented": ("Onboarding checklist", "Q3 budget", "Brand refresh", "Pricing page", "Support rota"),
    "completed": ("Laptop inventory", "Security review", "Invoice run", "Release 4.2", "Hiring plan"),
    "published": ("Travel policy", "Design principles", "Incident report 17", "Customer survey", "Handbook"),
    "uploaded": ("Floor plan", "Signed lease", "Team photo", "Press kit", "Q2 figures"),
}
_PEOPLE = 61


def people(moment: datetime, random: Random) -> Iterator[dict[str, Any]]:
    """Rows for everybody but the demo logins: names and addresses are unique."""
    firsts, lasts = random.sample(_FIRST, len(_FIRST)), random.sample(_LAST, len(_LAST))
    for number in range(_PEOPLE):
        # Shifting the second round by one pairs every first name with a new last name.
        first = firsts[number % len(firsts)]
        last = lasts[(number + number // len(firsts)) % len(lasts)]
        yield _person(f"{first} {last}", _address(first, last), moment, random)


def _address(first: str, last: str) -> str:
    plain = str.maketrans(
        "áàâäãåçčďéèêëěíìîïıłñńóòôöõøřšúùûüůýžąęßí", "aaaaaaccdeeeeeiiiiilnnoooooorsuuuuuyzaesi"
    )
    words = (word.lower().translate(plain).replace("’", "") for word in (first, last))
    return ".".join(words) + "@workspace.example"


def _person(name: str, email: str, moment: datetime, random: Random) -> dict[str, Any]:
    team = random.choice(list(_TITLES))
    status = random.choices(("active", "invited", "paused"), (85, 9, 6))[0]
    joined = moment - timedelta(days=random.triangular(1, 700, 120))
    if status == "invited":
        joined = moment - timedelta(days=random.uniform(0.2, 12))
    seen = moment - min(timedelta(hours=random.expovariate(1 / 70)), moment - joined)
    return {
        "name": name,
        "email": email,
        "team": team,
        "title": random.choice(_TITLES[team]),
        "role": random.choices(("admin", "member", "viewer"), (4, 70, 26))[0],
        "status": status,
        "created_at": joined,
        "last_seen_at": seen if status == "active" else None,
    }


def logins(moment: datetime, password_hash: str) -> Iterator[dict[str, Any]]:
    """Rows for the demo logins."""
    for number, login in enumerate(demo.LOGINS):
        yield {
            **{key: value for key, value in login.items() if key != "can"},
            "status": "active",
            "password_hash": password_hash,
            "created_at": moment - timedelta(days=640 - 190 * number),
            "last_seen_at": moment - timedelta(hours=3 + 20 * number),
        }


def activity(actors: list[tuple[int, str]], moment: datetime, random: Random) -> Iterator[dict[str, Any]]:
    """Rows for five weeks of office hours: quiet weekends, more towards the present, something just now."""
    for days_ago in range(34, -1, -1):
        day = (moment - timedelta(days=days_ago)).replace(hour=0, minute=0, second=0, microsecond=0)
        busy = 2 if day.weekday() >= 5 else 11 + (34 - days_ago) // 5
        for _ in range(random.randint(busy // 2, busy + busy // 2)):
            at = day + timedelta(hours=random.triangular(7.5, 19, 11))
            if at < moment:
                yield _line(random.choice(actors), at, random)
    for minutes in (2, 9, 23, 41):
        yield _line(random.choice(actors), moment - timedelta(minutes=minutes), random)


def _line(actor: tuple[int, str], at: datetime, random: Random) -> dict[str, Any]:
    kind = random.choices(list(_SUBJECTS), (5, 4, 2, 2))[0]
    subject = random.choice(_SUBJECTS[kind])
    return {
        "actor_id": actor[0],
        "actor_name": actor[1],
        "kind": kind,
        "subject": subject,
        "created_at": at,
    }
