"""The timeline's tables: events read, periods chosen, counts stacked without gaps."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import BadMetadata
from analysis.facts import BadRow, read_events
from analysis.models import Event, Filters
from analysis.settings import DATA
from analysis.store import Store
from analysis.timeline import (
    busiest,
    choose_period,
    events_between,
    lane_order,
    load_events,
    period_bounds,
    stacked,
)


def facts(folder: Path, name: str, text: str) -> Path:
    (folder / "facts").mkdir()
    (folder / "facts" / name).write_text(text, encoding="utf-8")
    return folder


def test_the_shipped_events_are_all_usable() -> None:
    found = list(read_events(DATA))
    assert len(found) > 100
    assert not [row for row in found if isinstance(row, BadRow)]
    days = [event.day for event in load_events(DATA)]
    assert days == sorted(days)


def test_bad_rows_are_named_and_left_out(tmp_path: Path) -> None:
    folder = facts(
        tmp_path,
        "events.csv",
        "date,title,countries,kind,source_url\n"
        "2024-02-30,No such day,CN,war,\n"
        "2024-02-28,A day,CN; RU ;,war,https://example.org\n"
        ",Undated,,,\n"
        "2024-01-01, ,CN,war,\n",
    )
    bad = [(row.line, row.reason) for row in read_events(folder) if isinstance(row, BadRow)]
    assert [line for line, _ in bad] == [2, 4, 5]
    assert "2024-02-30" in bad[0][1]
    expected = Event(date(2024, 2, 28), "A day", ("CN", "RU"), "war", "https://example.org")
    assert load_events(folder) == (expected,)


@pytest.mark.parametrize("text", ["date,title\n", ""], ids=["a column missing", "empty"])
def test_a_table_without_its_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadMetadata, match="source_url"):
        list(read_events(facts(tmp_path, "events.csv", text)))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMetadata, match=r"events\.csv"):
        load_events(tmp_path)


EVENTS = tuple(
    Event(date(2024, month, 1), f"event {month}", countries, "war", "")
    for month, countries in ((1, ("CN",)), (2, ("RU", "UA")), (3, ()))
)
BETWEEN = [
    ({}, (1, 2, 3)),
    ({"first": date(2024, 2, 1)}, (2, 3)),
    ({"last": date(2024, 2, 1)}, (1, 2)),
    ({"countries": ("UA", "CN")}, (1, 2)),
]


@pytest.mark.parametrize(("limits", "months"), BETWEEN)
def test_events_between(limits: dict[str, Any], months: tuple[int, ...]) -> None:
    assert tuple(event.day.month for event in events_between(EVENTS, **limits)) == months


SPANS = [
    (date(2024, 1, 1), date(2024, 1, 1), "day"),
    (date(2024, 1, 1), date(2024, 4, 29), "day"),
    (date(2024, 1, 1), date(2024, 12, 31), "week"),
    (date(2021, 1, 1), date(2024, 12, 31), "month"),
    (date(1990, 1, 1), date(2024, 12, 31), "year"),
    (None, None, "month"),
]


@pytest.mark.parametrize(("first", "last", "period"), SPANS)
def test_the_finest_period_that_fits(first: Any, last: Any, period: str) -> None:
    assert choose_period(first, last) == period


BOUNDS = [
    ("day", date(2024, 2, 5)),
    ("week", date(2024, 2, 11)),
    ("month", date(2024, 2, 29)),
    ("year", date(2024, 12, 31)),
]


@pytest.mark.parametrize(("period", "last"), BOUNDS)
def test_bounds_of_a_period(period: Any, last: date) -> None:
    start = {"month": date(2024, 2, 1), "year": date(2024, 1, 1)}.get(period, date(2024, 2, 5))
    assert period_bounds(start, period) == (start, last)


def counts(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["period", "value", "n"])
    return frame.assign(period=pd.to_datetime(frame["period"]))


def test_stacked_fills_gaps_and_adds_up_the_rest() -> None:
    table = stacked(
        counts(
            *(("2024-01-01", "CN", 5), ("2024-01-01", None, 1), ("2024-04-01", "US", 3)),
            *(("2024-04-01", "FR", 1), ("2024-04-01", "DE", 1)),
        ),
        "month",
        top=2,
    )
    assert list(table.columns) == ["CN", "US", "others", "unknown"]
    assert [str(day.date()) for day in table.index] == [f"2024-0{m}-01" for m in (1, 2, 3, 4)]
    assert table.to_numpy().tolist() == [[5, 0, 0, 1], [0, 0, 0, 0], [0, 0, 0, 0], [0, 3, 2, 0]]


@pytest.mark.parametrize("period", ["day", "week", "month", "year"])
def test_stacked_loses_nothing_of_the_store(tiny_store: Store, period: Any) -> None:
    found = tiny_store.by_period(Filters(), period, "country")
    assert int(stacked(found, period).to_numpy().sum()) == int(found["n"].sum())


def test_stacked_and_busiest_of_nothing() -> None:
    assert stacked(counts(), "month").empty
    assert busiest(counts()) is None


def test_the_busiest_period() -> None:
    rows = counts(("2024-01-01", "CN", 2), ("2024-02-01", "CN", 1), ("2024-02-01", "US", 2))
    assert busiest(rows) == (date(2024, 2, 1), 3)


def test_lanes_are_ordered_by_their_marks() -> None:
    marks = pd.DataFrame({"lane": ["b", "a", "c", "a", "b", None], "n": float("nan")})
    assert lane_order(marks) == ["a", "b", "c"]
    assert lane_order(marks, top=1) == ["a"]
    assert lane_order(marks.assign(n=[1, 1, 9, 1, 1, 50])) == ["c", "a", "b"]
