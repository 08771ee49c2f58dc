from lib.server.clean.constants import STEPS, price


async def load(event):
    return {"price": price(event.url.search_params.get("q")), "steps": STEPS}
