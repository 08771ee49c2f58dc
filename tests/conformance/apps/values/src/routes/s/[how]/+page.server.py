import asyncio

from lib.server.values import values

from lissome import error, redirect
from lissome.codec import UNDEFINED


async def after(ms, end):
    await asyncio.sleep(ms / 1000)
    result = end()
    return await result if asyncio.iscoroutine(result) and ms < 0 else result


def secret():
    raise RuntimeError("secret")


def third():
    return {"c": after(10, lambda: "third")}


def same():
    one = after(10, lambda: {"x": 1})
    return {"a": one, "b": one, "c": [one]}


def settled(value):
    future = asyncio.get_running_loop().create_future()
    if isinstance(value, Exception):
        future.set_exception(value)
    else:
        future.set_result(value)
    return future


def value(name):
    return {"a": after(10, values[name]), "vec": values["vec"]()["vec"]}


streams = {
    "many": lambda: {name: after(10 + 15 * (4 - i), lambda name=name: name) for i, name in enumerate("dcba")},
    "list": lambda: {"list": [after(25, lambda: 1), after(10, lambda: 2), 3]},
    "map": lambda: {"map": {1: after(10, lambda: "in a map")}},
    "deep": lambda: {"a": {"b": [{"c": after(10, lambda: "deep")}]}},
    "nested": lambda: {"a": after(10, lambda: {"b": after(10, third), "d": 1})},
    "same": same,
    "httperror": lambda: {"a": after(10, lambda: error(418, "tea", more=[1]))},
    "redirect": lambda: {"a": after(10, lambda: redirect(303, "/"))},
    "throw": lambda: {"a": after(10, secret)},
    "mixed": lambda: {
        "a": after(10, lambda: error(400, "first")),
        "b": after(30, lambda: "fine"),
        "c": after(50, lambda: error(500, "last")),
    },
    "undefined": lambda: {
        "a": after(10, lambda: UNDEFINED),
        "b": after(30, lambda: None),
        "c": after(50, lambda: 0),
        "d": after(70, lambda: ""),
    },
    "falsyerror": lambda: {"a": after(10, secret)},
    "bad": lambda: {"a": after(10, lambda: lambda: 1), "b": after(30, lambda: "after")},
    "settled": lambda: {"a": settled("a"), "b": settled("b")},
    "settledfailed": lambda: {"a": settled(RuntimeError("x")), "b": settled("b")},
}


async def load(event):
    how = event.params["how"]
    if how == "value":
        return value(event.url.search_params.get("value"))
    return streams[how]()
