import asyncio
from datetime import UTC, datetime

from lib.server.point import Money, Point

from lissome import fail


def load(event):
    point = Point(1, 2.5)
    data = {
        "point": point,
        "again": point,
        "list": [Point(0, 0), Money(10**20, datetime(1970, 1, 1, tzinfo=UTC))],
        "nested": Money(Point(3, 4), None),
    }
    if event.url.search_params.has("stream"):
        data["later"] = asyncio.sleep(0.01, Point(9, 9))
    return data


def succeed(event):
    return {"point": Point(5, 6)}


def fails(event):
    return fail(400, {"money": Money(1, None)})


actions = {"succeed": succeed, "fail": fails}
