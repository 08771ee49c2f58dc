from datetime import UTC, datetime

from lissome.codec import UNDEFINED


def load(event):
    return {
        "text": "plain",
        "numbers": [0, -0.0, 1, -1, 1.5, 0.1, 1e21, 1e-7, 123456789012, 2**53 - 1],
        "special": [float("nan"), float("inf"), float("-inf")],
        "big": 12345678901234567890,
        "flags": [True, False, None],
        "nothing": UNDEFINED,
        "date": datetime(2024, 5, 31, 12, 30, 15, 250_000, tzinfo=UTC),
        "early": datetime(1970, 1, 1, tzinfo=UTC),
        "map": {1: "one", 2: "two"},
        "set": {"a", "b"},
        "bytes": bytes([0, 1, 254, 255]),
        "empty": [[], {}, ""],
        "nested": {"a": {"b": {"c": [{"d": 1}]}}},
        # JavaScript puts keys that are numbers first
        "keys": {"0": 3, "a-b": 1, "with space": 2, "$ok": 4, "ünï": 5, "": 6, '"quote"': 7},
    }
