"""Which features of SvelteKit the exchanges and scenarios cover, and how they fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from conformance.client.scenario import Scenario
from conformance.exchange import Exchange

FEATURES: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "file routes, [param]",
        2: "[[optional]] parameters",
        3: "[...rest] parameters",
        4: "[p=matcher], typed",
        5: "(group)",
        6: "layout reset @",
        7: "[x+nn], [u+nnnn]",
        8: "order of routes",
        9: "trailingSlash",
        10: "reroute",
        11: "paths.base",
        12: "paths.relative",
        13: "paths.assets",
        15: "server-side resolution",
        16: "preloadCode by route id",
        17: "404 page",
        18: "malformed URI",
        19: "rendered components",
        20: "nested layouts",
        21: "hydration",
        22: "csr = false",
        23: "ssr = false",
        25: "<svelte:head>",
        26: "style sheets",
        27: "font preload",
        28: "modulepreload, Link header",
        29: "app.html placeholders",
        30: "error.html",
        31: "etag, 304",
        32: "$app/state on the server",
        33: "boundaries' errors",
        34: "server load",
        35: "layout server load",
        36: "universal load",
        37: "parent()",
        38: "parallel loading",
        39: "streaming in HTML",
        40: "streaming in data",
        41: "devalue types",
        42: "transport",
        43: "depends",
        44: "tracking of params, url, route",
        45: "untrack",
        46: "refreshAll, invalidateAll",
        47: "event.fetch to the app",
        48: "fetch: cookies, authorization",
        49: "setHeaders",
        50: "redirect()",
        51: "error(), nearest +error",
        52: "getRequestEvent()",
        53: "locals",
        54: "filterSerializedResponseHeaders",
        55: "actions",
        56: "enhanced actions (JSON)",
        57: "fail()",
        58: "actions without JavaScript",
        59: "file upload",
        60: "applyAction, deserialize",
        61: "action location",
        62: "GET forms",
        63: "endpoints: all methods",
        64: "endpoints: fallback",
        65: "HEAD, OPTIONS, 405",
        66: "page and endpoint, Vary",
        67: "streamed responses",
        68: "json(), text()",
        69: "handle, sequence",
        70: "transformPageChunk",
        71: "preload option",
        72: "handleFetch",
        73: "handleError",
        74: "handleError in the browser",
        75: "init",
        76: "CSRF",
        77: "trustedOrigins",
        78: "CSP nonce",
        79: "CSP hash",
        80: "CSP report-only",
        81: "cookies",
        83: "trusted types",
        90: "config export",
        101: "public environment",
        102: "private environment",
        103: "static environment",
        104: "version",
        106: "preloading",
        107: "goto, navigation hooks",
        108: "shallow routing",
        109: "snapshots",
        110: "scroll, focus, announcer",
        111: "data-sveltekit-* on links",
        113: "$app/paths",
        115: "static files",
        116: "immutable caching",
        117: "precompressed files",
        119: "getClientAddress",
        120: "Web APIs on the server",
        121: "Node's globals and modules",
        122: "builtins' heirs, patched globals",
    }
)

VERDICTS: Final = ("differ", "deliberate", "known")


def covering(played: Iterable[Scenario]) -> list[Scenario]:
    """Return those scenarios that show a feature which none before them shows."""
    chosen: list[Scenario] = []
    shown: set[int] = set()
    for scenario in played:
        if not shown.issuperset(scenario.rows):
            shown.update(scenario.rows)
            chosen.append(scenario)
    return chosen


def table(outcomes: Iterable[tuple[Exchange | Scenario, str]]) -> str:
    """Exchanges and scenarios by feature row, and how many differ, deliberately, or are known gaps."""
    counts: dict[int, Counter[str]] = {row: Counter() for row in FEATURES}
    for one, outcome in outcomes:
        kind = "exchange" if isinstance(one, Exchange) else "scenario"
        for row in one.rows:
            counts[row].update((outcome, kind))
    lines = [_line("row", "feature", "exchanges", "scenarios", *VERDICTS)]
    for row, count in counts.items():
        numbers = (str(count[key] or "-") for key in ("exchange", "scenario", *VERDICTS))
        lines.append(_line(str(row), FEATURES[row], *numbers))
    return "\n".join(lines)


def _line(row: str, feature: str, *numbers: str) -> str:
    return f"{row:>4}  {feature:34} " + " ".join(f"{number:>10}" for number in numbers)
