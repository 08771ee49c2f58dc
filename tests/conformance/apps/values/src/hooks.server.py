import asyncio
from datetime import UTC, datetime

from lib.server.types import Box, Never, Vec

from lissome.codec import UNDEFINED

transport = {
    "Vec": lambda value: isinstance(value, Vec) and [value.x, value.y],
    "Box": lambda value: isinstance(value, Box) and {"inner": value.inner},
    "Never": lambda value: isinstance(value, Never) and 0,
}


async def later(message):
    await asyncio.sleep(0)
    return {"message": message}


def handle_error(caught):
    how = caught.event.url.search_params.get("hook")
    if how == "status":
        return {"status": 503, "message": "status by hook"}
    if how == "date":
        return {"when": datetime(1970, 1, 1, tzinfo=UTC), "seen": {1}}
    if how == "vec":
        return {"vec": Vec(1, 2)}
    if how == "odd":
        return {"nan": float("nan"), "minus": -0.0, "nothing": UNDEFINED, "nested": {"a": [None]}}
    if how == "throw":
        raise RuntimeError("hook")
    if how == "empty":
        return {}
    if how == "async":
        return later(f"later {caught.kind}")
    if how == "script":
        return {"message": '</script><b>&"'}
    return {"kind": caught.kind, "known": getattr(caught.error, "status", None)}
