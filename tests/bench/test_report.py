import json
from typing import Any

import pytest
from harness import report
from harness.cases import CASES
from harness.rounds import Measured
from harness.stats import Sample
from table import between, figures


def measured(name: str, rates: list[float], cpu: float = 100.0, others: float = 0.0) -> Measured:
    samples = [Sample(rps, 1.5, 9.0, cpu, 80.0, 3000, others, 0.3) for rps in rates]
    return Measured(name, samples, body_bytes=2000, warm_up_rps=[10.0])


def case(**overrides: Any) -> dict[str, Any]:
    sides = {
        "ours": measured("lissome", [900, 1100, 1000]),
        "theirs": measured("kit", [1000, 1000, 2000], 50.0),
    }
    return {**report.case_json(CASES[0], "peer", sides), **overrides}


def test_case_names_all_that_the_issue_asks_for() -> None:
    entry = json.loads(json.dumps(case()))
    assert {"name", "peer", "ours", "theirs", "ratio", "runs"} <= entry.keys()
    assert entry["ratio"] == {"median": 0.9, "min": 0.5, "max": 1.1}
    assert entry["ours"]["rps"] == {"median": 1000, "min": 900, "max": 1100}
    assert {"p50_ms", "p99_ms", "cpu_us_per_request", "rss_mb"} <= entry["ours"].keys()
    assert entry["cpu_ratio"] == {"median": 0.5, "min": 0.5, "max": 0.5}
    assert entry["runs"] == 3


def test_one_side_alone_has_no_ratio() -> None:
    entry = report.case_json(CASES[0], "peer", {"theirs": measured("kit", [1000])})
    assert "ratio" not in entry
    assert report.table_rows([entry])[0][:3] == ("small page", "adapter-node", "1 000")


def test_floor_is_compared_with_the_peer() -> None:
    sides = {
        "ours": measured("lissome", [900]),
        "theirs": measured("kit", [1000]),
        "floor": measured("floor", [1300]),
    }
    entry = report.case_json(CASES[0], "peer", sides)
    assert entry["floor_ratio"]["median"] == 1.3
    assert [row[-2:] for row in report.table_rows([entry])] == [
        ("0.90 (0.90-0.90)", "1.00"),
        ("", ""),
        ("1.30 (1.30-1.30)", "1.00"),
    ]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"others_share": 0.2}, "20% of the server's core"),
        ({"load_share": 0.97}, "load generator"),
        ({"ours": report.side_json(measured("lissome", [100, 100, 150, 160]))}, "not warm"),
    ],
)
def test_doubtful_runs_are_marked(changes: dict[str, Any], word: str) -> None:
    sides = {"ours": measured("lissome", [1000] * 4), "theirs": measured("kit", [1000] * 4)}
    clean = report.case_json(CASES[0], "peer", sides)
    assert report.warnings([clean]) == []
    assert any(word in line for line in report.warnings([{**clean, **changes}]))


def test_figures_go_between_the_markers() -> None:
    result = {
        "cases": [case()],
        "versions": {"python": "3.11"},
        "date": "2026-01-02T03:04:05+00:00",
        "machine": {"cpu": "a CPU", "cores": 2, "memory_gb": 8, "kernel": "Linux 6"},
        "method": {
            "rounds": 7,
            "seconds": 3,
            "connections": 16,
            "module_counter_on_three_visits": {"ours": [1, 1, 1], "theirs": [1, 2, 3]},
        },
    }
    page = "above\n<!-- latest: begin -->\nold\n<!-- latest: end -->\nbelow\n"
    changed = between(page, "latest", figures(result))
    assert changed.startswith("above\n")
    assert changed.endswith("below\n")
    assert "old" not in changed
    assert "| small page | lissome | 1 000 |" in changed
    assert "lissome 1, 1, 1; SvelteKit on Node 1, 2, 3." in changed
    assert between(changed, "latest", figures(result)) == changed


def test_a_page_without_markers_is_refused() -> None:
    with pytest.raises(ValueError, match=r"docs/reference/performance.md needs"):
        between("nothing", "latest", "text")
