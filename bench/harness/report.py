"""The result file and the tables made from it."""

import dataclasses
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

from harness.cases import Case
from harness.rounds import Measured
from harness.stats import Sample, Spread, pair_cpu_ratios, pair_ratios, spread

Json = dict[str, Any]

NOISY = 0.05
"""Share of the server's core used by others from which on a case is marked as noisy."""
WARM = 1.1
"""Gain from the first to the second half of the rounds from which on a server counts as not warmed up."""


def case_json(case: Case, peer: str, sides: Mapping[str, Measured]) -> Json:
    """Return one case of the result file. Figures are medians over rounds unless their name says otherwise.

    `sides` holds `ours`, `theirs`, `floor`, or some of them; a ratio is there where both of its sides are.
    """
    every = [sample for measured in sides.values() for sample in measured.samples]
    return {
        "name": case.name,
        "title": case.title,
        "path": case.path,
        "peer": peer,
        **{side: side_json(measured) for side, measured in sides.items()},
        **_ratios(sides),
        "runs": min(len(measured.samples) for measured in sides.values()),
        "others_share": round(statistics.median(sample.others_share for sample in every), 3),
        "load_share": round(max(sample.load_share for sample in every), 3),
    }


def _ratios(sides: Mapping[str, Measured]) -> Json:
    """Requests per second as ours / theirs, CPU as theirs / ours: above 1, we are ahead."""
    found: Json = {}
    if "theirs" not in sides:
        return found
    theirs = sides["theirs"].samples
    for side, (rate, cpu) in RATIOS.items():
        if side in sides:
            ours = sides[side].samples
            found[rate] = _spread(spread(pair_ratios(ours, theirs)))
            found[cpu] = _spread(spread(pair_cpu_ratios(ours, theirs)))
    return found


def side_json(measured: Measured) -> Json:
    """Return one server's figures in one case, with the rounds they come from."""
    return {
        "rps": _spread(spread([sample.rps for sample in measured.samples]), digits=1),
        "p50_ms": round(_median(measured, "p50_ms"), 3),
        "p99_ms": round(_median(measured, "p99_ms"), 3),
        "cpu_us_per_request": round(_median(measured, "cpu_us_per_request"), 1),
        "rss_mb": round(_median(measured, "rss_mb"), 1),
        "body_bytes": measured.body_bytes,
        "warm_up_rps": [round(rate) for rate in measured.warm_up_rps],
        "rounds": [_rounded(sample) for sample in measured.samples],
    }


def _median(measured: Measured, field: str) -> float:
    return float(statistics.median(getattr(sample, field) for sample in measured.samples))


def _spread(values: Spread, digits: int = 3) -> Json:
    return {name: round(value, digits) for name, value in dataclasses.asdict(values).items()}


def _rounded(sample: Sample) -> Json:
    return {name: round(value, 3) for name, value in dataclasses.asdict(sample).items()}


COLUMNS = ("", "server", "req/s", "p50 ms", "p99 ms", "CPU µs/req", "RSS MB", "ratio (min-max)", "CPU ratio")
RATIOS = {"ours": ("ratio", "cpu_ratio"), "floor": ("floor_ratio", "floor_cpu_ratio")}
SIDES = {"ours": "lissome", "theirs": "adapter-node", "floor": "bare handler"}


def table_rows(cases: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return the rows under `COLUMNS`: one for each server in each case."""
    rows = []
    for case in cases:
        sides = [side for side in SIDES if side in case]
        for side in sides:
            title = case["title"] if side == sides[0] else ""
            rows.append((title, SIDES[side], *_figures(case[side]), *_ratio_cells(case, side)))
    return rows


def _figures(side: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        thousands(side["rps"]["median"]),
        f"{side['p50_ms']:.2f}",
        f"{side['p99_ms']:.2f}",
        f"{side['cpu_us_per_request']:.0f}",
        f"{side['rss_mb']:.0f}",
    )


def _ratio_cells(case: Mapping[str, Any], side: str) -> tuple[str, str]:
    rate, cpu = (case.get(name) for name in RATIOS.get(side, ("", "")))
    if not rate or not cpu:
        return "", ""
    return f"{rate['median']:.2f} ({rate['min']:.2f}-{rate['max']:.2f})", f"{cpu['median']:.2f}"


def thousands(value: float) -> str:
    """Return a whole number with a space between thousands."""
    return f"{value:,.0f}".replace(",", " ")


def markdown_table(cases: Sequence[Mapping[str, Any]]) -> str:
    """Return the figures as a Markdown table; numbers are set to the right."""
    head = "| " + " | ".join(COLUMNS) + " |"
    line = "|---|---" + "|--:" * (len(COLUMNS) - 2) + "|"
    return "\n".join([head, line, *("| " + " | ".join(row) + " |" for row in table_rows(cases))])


def warnings(cases: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return what a reader must know before believing the figures."""
    noisy = [
        f"{case['name']}: {case['others_share']:.0%} of the server's core went to others, the kernel's "
        "network work among them. Figures of a busy machine are not for publishing."
        for case in cases
        if case["others_share"] > NOISY
    ]
    pressed = [
        f"{case['name']}: the load generator used {case['load_share']:.0%} of its core: it may be the limit."
        for case in cases
        if case["load_share"] > 0.9
    ]
    climbing = [
        f"{case['name']}: {SIDES[side]} was {drift(case[side]):.2f} times as fast in the later rounds as in "
        "the earlier ones: it was not warm, or the machine was busy."
        for case in cases
        for side in SIDES
        if side in case and drift(case[side]) > WARM
    ]
    return noisy + pressed + climbing


def drift(side: Mapping[str, Any]) -> float:
    """Return by how much the later rounds were faster than the earlier ones, as medians of both halves."""
    rates = [sample["rps"] for sample in side["rounds"]]
    half = len(rates) // 2
    return statistics.median(rates[-half:]) / statistics.median(rates[:half]) if half else 1.0
