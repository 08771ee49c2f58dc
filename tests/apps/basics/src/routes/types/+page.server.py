from datetime import UTC, datetime

from lib.server.vector import Vector


async def load(event):
    shared = {"shared": True}
    return {
        "when": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "tags": {"a", "b"},
        "big": 2**60,
        "first": shared,
        "second": shared,
        "vector": Vector(3, 4),
        "markup": "</script><!-- & \u2028",
        "missing": None,
    }
