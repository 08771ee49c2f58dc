from datetime import UTC, datetime

from lib.server.types import Vec

from lissome import error
from lissome.codec import UNDEFINED

props = {
    "plain": {},
    "date": {"when": datetime(1970, 1, 1, tzinfo=UTC)},
    "set": {"seen": {1}},
    "map": {"map": {1: 2}},
    "bytes": {"bytes": bytes([1, 2])},
    "big": {"big": 10**20},
    "nan": {"nan": float("nan"), "inf": float("-inf"), "minus": -0.0},
    "undefined": {"nothing": UNDEFINED, "list": [UNDEFINED]},
    "vec": {"vec": Vec(1, 2)},
    "deep": {"a": {"b": {"c": [{}]}}},
    "text": {"text": "</script>\u2028<!--\"&'"},
    "function": {"fn": lambda: 1},
    "numbers": {"a": 1e21, "b": 1e-7, "c": 0.1, "d": 5e-324, "e": 1e16},
}


def load(event):
    error(400, "given", **props[event.params["how"]])


def default(event):
    error(400, "acted", **props[event.params["how"]])


actions = {"default": default}
