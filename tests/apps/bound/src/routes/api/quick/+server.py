from stage import acts

config = {"timeout": 0.15}


async def GET(event):
    return await acts.handler(event)


async def POST(event):
    return await acts.handler(event)
