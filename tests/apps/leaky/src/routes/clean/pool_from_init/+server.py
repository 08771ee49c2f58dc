from lib.server.clean.pool_from_init import connection


async def GET(event):
    async with connection() as database:
        return {"name": database.execute("select ?", (event.locals.user,)).fetchone()[0]}
