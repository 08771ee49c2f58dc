async def load(event):
    return {"rows": [{"id": n, "name": f"Row {n}", "price": n * 1.25, "tags": ["a", "b"]} for n in range(50)]}
