async def load(event):
    async def read(url, **options):
        response = await event.fetch(url, **options)
        return [response.status_code, response.json()]

    return {
        "faked": await read("https://api.other.test/thing", method="PUT"),
        "hooked": await read("/api/echo?hook"),
        "plain": await read("/api/echo"),
    }
