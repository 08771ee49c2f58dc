async def load(event):
    return {"names": [f"name {number}" for number in range(20)]}
