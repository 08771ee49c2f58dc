"""The programs behind the tables on isolation, as far as they need no server."""

from __future__ import annotations

from fresh import Round, summary

import isolation


def test_ratios_are_formed_within_a_round() -> None:
    rounds = [
        Round({"shared": 1e-5 * slow, "fresh": 1.2e-5 * slow, "patchable": 1e-4 * slow}, 1e-6)
        for slow in (1, 3, 2)
    ]
    found = summary(rounds)
    assert found["us"] == {"shared": 20.0, "fresh": 24.0, "patchable": 200.0}
    assert found["ratio"] == {"fresh": [1.2, 1.2, 1.2], "patchable": [10.0, 10.0, 10.0]}
    assert found["empty_us"] == 1.0


def test_what_a_request_came_to() -> None:
    def described(status: int, body: str) -> str:
        return isolation.described({"status": status, "body": body, "seconds": 5.0})

    assert described(200, "<!doctype html>") == "200 after 5.00 s"
    assert described(0, "ReadTimeout") == "no answer within 5 s"
    assert described(0, "ReadError") == "connection lost after 5.0 s (ReadError)"


def test_rows_show_both_sides() -> None:
    trial = {"process_lives": True}
    result = {"trials": {side: dict.fromkeys(isolation.TRIALS, trial) for side in ("ours", "theirs")}}
    assert isolation.rows(result)[0] == ["`cart`", "process lives", "yes", "yes"]
