"""Make the tables and fill them, once: `python seed.py`. A database that has people in it is left alone."""

import asyncio
import sys
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from sqlalchemy import insert, select

from lib.server import auth, db, demo, sample
from lib.server.models import Activity, User, now


async def seed() -> bool:
    """Fill an empty database; returns False if there was nothing to do."""
    await db.create_tables()
    async with db.transaction() as session:
        if await session.scalar(select(User.id).limit(1)) is not None:
            return False
    password_hash = await auth.hash_password(demo.PASSWORD)
    random, moment = Random(7), now()  # noqa: S311 - sample data, the same each time
    async with db.transaction() as session:
        session.add_all(User(**row) for row in sample.logins(moment, password_hash))
        session.add_all(User(**row) for row in sample.people(moment, random))
        await session.flush()
        rows = await session.execute(select(User.id, User.name).where(User.status == "active"))
        actors = [(row.id, row.name) for row in rows]
        await session.execute(insert(Activity), list(sample.activity(actors, moment, random)))
    return True


async def main() -> None:
    """Seed, and say what there is to sign in with."""
    try:
        filled = await seed()
        where = db.engine().url.render_as_string()
    finally:
        await db.close()
    print(f"{'Filled' if filled else 'Kept'} {where}\n\nDemo logins, all with the password {demo.PASSWORD}")
    for login in demo.LOGINS:
        print(f"  {login['email']:<26} {login['role']:<7} {login['can']}")


if __name__ == "__main__":
    asyncio.run(main())
