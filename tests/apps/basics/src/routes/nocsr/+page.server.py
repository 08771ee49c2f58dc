csr = False


async def load(event):
    return {"text": "no JavaScript here"}
