"""Pages of tests/apps/universal whose loads use kit's modules: what they show, in production and in dev."""

from __future__ import annotations

import html
import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEN: Final = "/way/[seen=seen]"

# Addresses for `match`: through a matcher, `reroute`, of another origin, to no route, malformed.
MATCHING: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "/kept?a": {"id": "/kept", "params": {}},
        "way/x": {"id": SEEN, "params": {"seen": "string x~"}},
        "/again/a/b": {"id": SEEN, "params": {"seen": "string a~b~~"}},
        "//other.test/reading/api": {"id": "/reading/api", "params": {}},
        "/nowhere": None,
        "/%zz": None,
        "http://[": "TypeError",
    }
)

# The sums of the bytes of two responses; and the bytes that an endpoint got of views, in hexadecimal.
READING: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "read": [sum(b"text"), sum(range(256))],
        "sent": {
            "view": "626364",
            "part": "626364",
            "buffer": "626364",
            "words": "62636465",
            "request": "62",
        },
    }
)


def shown(page: str) -> Any:
    """What a page shows as JSON."""
    found = re.search("<pre>(.*?)</pre>", page)
    assert found is not None, page
    return json.loads(html.unescape(found[1]))


def fetched(page: str) -> list[str]:
    """The attributes of the responses that are sent with a page, in their order."""
    return re.findall(r"<script type=\"application/json\" data-sveltekit-fetched ([^>]*)>", page)
