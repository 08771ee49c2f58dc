from stage import acts

config = {"stream_timeout": 0.15}


async def load(event):
    return await acts.load(event)
