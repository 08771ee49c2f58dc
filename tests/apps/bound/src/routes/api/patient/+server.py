from stage import acts

config = {"timeout": None}


async def GET(event):
    return await acts.handler(event)


async def POST(event):
    return await acts.handler(event)
