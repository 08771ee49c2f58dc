from lib.server.leaks.access_guard import check


async def guard(event):
    check(event)
