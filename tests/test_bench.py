"""Measuring the pipeline: stages that add up, words counted, the store thrown away."""

from __future__ import annotations

import pytest

from analysis.bench.extract import STAGES, measure
from analysis.bench.stopwatch import Stopwatch
from analysis.errors import InputError
from analysis.statements import RuleFinder

TEXT = "The minister told reporters on Monday that talks would go on. “We are ready,” she said.\n"


class Ticks:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class SideBySide(RuleFinder):
    """A finder that reads several documents together."""

    version = "several-1"

    def find_many(self, documents):
        yield from map(self.find, documents)


def test_a_stage_inside_another_stops_its_clock():
    clock = Ticks()
    watch = Stopwatch(clock)
    with watch("store"):
        clock.now += 1
        with watch("embed"):
            clock.now += 5
        clock.now += 2
    clock.now += 100
    with watch("store"):
        clock.now += 1
    assert watch.seconds == {"store": 4.0, "embed": 5.0}


@pytest.mark.parametrize("finder", [RuleFinder(), SideBySide()], ids=["one by one", "several"])
def test_times_every_stage_and_counts_what_went_through(tmp_path, fake_encoder, finder):
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(f"Text {number}. {TEXT}", encoding="utf-8")
    measured = measure([tmp_path], fake_encoder, finder)
    assert (measured.articles, measured.words) == (3, 3 * (2 + len(TEXT.split())))
    assert measured.statements >= 3
    assert set(measured.seconds) == set(STAGES)
    assert all(seconds > 0 for seconds in measured.seconds.values())
    assert sum(measured.seconds.values()) <= measured.elapsed
    assert measured.rate() == pytest.approx(measured.words / measured.elapsed)
    assert all(stage in measured.report() for stage in (*STAGES, "end to end", "memory"))


def test_refuses_a_folder_without_texts(tmp_path, fake_encoder):
    with pytest.raises(InputError, match="no text to measure with"):
        measure([tmp_path], fake_encoder, RuleFinder())
