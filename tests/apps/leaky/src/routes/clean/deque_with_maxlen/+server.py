from lib.server.clean.deque_with_maxlen import DURATIONS, measured


async def GET(event):
    return {"length": measured(len, event.locals.user or ""), "slow": len([d for d in DURATIONS if d > 1])}
