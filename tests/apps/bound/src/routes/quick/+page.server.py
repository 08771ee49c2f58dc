from stage import acts

config = {"timeout": 0.15, "stream_timeout": 0.15}


async def load(event):
    return await acts.load(event)


async def act(event):
    return await acts.action(event, None)


actions = {"default": act}
