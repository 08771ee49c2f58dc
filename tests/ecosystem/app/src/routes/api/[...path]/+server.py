import json as json_module
from pathlib import Path

from lissome import error, json

ANSWERS = json_module.loads((Path(__file__).parents[3] / "lib" / "answers.json").read_text())


async def fallback(event):
    """The answer of every service that a page asks."""
    path = event.params["path"]
    if path == "echo":
        body = (await event.request.body()).decode()
        return json({"method": event.request.method, "query": event.url.search, "body": body})
    if path not in ANSWERS:
        error(404, f"no answer for {path}")
    return json(ANSWERS[path])
