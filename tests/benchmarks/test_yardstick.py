from __future__ import annotations

from benchmarks.scale import yardstick


def test_the_fixed_loop_does_the_same_work_each_time_and_keeps_nothing():
    assert yardstick.page(7) == yardstick.page(7)
    assert yardstick.page(7).count("<li") == yardstick.ROWS_EACH


def test_the_fixed_loop_takes_the_processor_long_enough_to_be_timed(monkeypatch):
    monkeypatch.setattr(yardstick, "PAGES", 20)

    assert yardstick.milliseconds() > 0.5
