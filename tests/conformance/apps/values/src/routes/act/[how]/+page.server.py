import asyncio
from datetime import UTC, datetime

from lib.server.values import values

from lissome import fail


def load(event):
    return {"seen": event.cookies.get("acted")}


def give(event):
    event.cookies.set("acted", event.params["how"])
    return values[event.params["how"]]()


def wrap(event):
    return {"value": values[event.params["how"]]()}


def refuse(event):
    status = int(event.url.search_params.get("status") or 422)
    return fail(status, {"value": values[event.params["how"]]()})


actions = {
    "give": give,
    "wrap": wrap,
    "refuse": refuse,
    "promise": lambda _event: {"late": asyncio.sleep(0, 1)},
    "nan": lambda _event: float("nan"),
    "minus": lambda _event: -0.0,
    "big": lambda _event: 10**20,
    "bytes": lambda _event: b"",
    "date": lambda _event: datetime(1970, 1, 1, tzinfo=UTC),
    "no": lambda _event: False,
    "yes": lambda _event: True,
    "set": lambda _event: set(),
}
