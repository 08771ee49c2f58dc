async def GET(event):
    raise RuntimeError("the endpoint broke")
