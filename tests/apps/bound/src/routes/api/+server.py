from stage import acts


async def GET(event):
    return await acts.handler(event)


async def POST(event):
    return await acts.handler(event)
