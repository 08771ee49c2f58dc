"""The time that renders took."""

from __future__ import annotations

import pytest

from lissome.ssr import RenderMeter


@pytest.mark.parametrize(
    ("last", "queue", "v8"),
    [(5.0, 0.0, 3.0), (12.0, 2.0, 1.0)],  # V8 was idle; it worked for another render
)
def test_a_call(monkeypatch: pytest.MonkeyPatch, last: float, queue: float, v8: float) -> None:
    times = iter([10.0, 13.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(times))
    meter = RenderMeter()
    meter.send()
    assert meter.receive(last, 1000) == 13.0
    assert (meter.queue, meter.v8, meter.calls, meter.heap) == (queue, v8, 1, 1000)


def test_a_heap_that_nobody_knows() -> None:
    meter = RenderMeter()
    for heap in (1000, 0):
        meter.send()
        meter.receive(0.0, heap)
    assert (meter.calls, meter.heap) == (2, 1000)
