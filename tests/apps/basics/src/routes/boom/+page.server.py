async def load(event):
    raise ValueError("the load broke")
