"""Tables for the timeline: statements counted per period, lanes, and the events beside them.

Pure functions over what ``Store.by_period`` and ``Store.lanes`` give; no chart is drawn here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Literal

import pandas as pd

from analysis.facts import read_events
from analysis.models import Event

Period = Literal["day", "week", "month", "year"]

LANES = 12  # lanes that one chart holds
OTHERS = "others"
UNKNOWN = "unknown"
_FREQUENCY = {"day": "D", "week": "W-MON", "month": "MS", "year": "YS"}


def load_events(folder: Path) -> tuple[Event, ...]:
    """The events of ``facts/events.csv`` under ``folder`` by date; bad rows are left out.

    ``facts.read_events`` names the bad rows.
    """
    events = [event for event in read_events(folder) if isinstance(event, Event)]
    return tuple(sorted(events, key=lambda event: (event.day, event.title)))


def events_between(
    events: Iterable[Event],
    first: date | None = None,
    last: date | None = None,
    countries: Sequence[str] = (),
) -> tuple[Event, ...]:
    """Events from ``first`` to ``last`` that concern one of ``countries`` (none given: all)."""
    wanted = set(countries)
    return tuple(
        event
        for event in events
        if (first is None or event.day >= first)
        and (last is None or event.day <= last)
        and (not wanted or wanted & set(event.countries))
    )


def choose_period(first: date | None, last: date | None, bars: int = 120) -> Period:
    """The finest period that draws at most ``bars`` bars between two days."""
    if first is None or last is None:
        return "month"
    days = (last - first).days + 1
    finest: tuple[tuple[Period, int], ...] = (("day", 1), ("week", 7), ("month", 30))
    for period, length in finest:
        if days / length <= bars:
            return period
    return "year"


def period_bounds(start: date, period: Period) -> tuple[date, date]:
    """First and last day of the period that ``start`` begins."""
    if period == "day":
        return start, start
    if period == "week":
        return start, start + timedelta(days=6)
    if period == "month":
        return start, (start.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return start, date(start.year, 12, 31)


def stacked(counts: pd.DataFrame, period: Period, top: int = 8) -> pd.DataFrame:
    """Counts of ``Store.by_period`` as a table: a row a period without gaps, a column a value.

    The ``top`` most frequent values keep their own column, in order of frequency; the rest is
    added up under "others", missing values under "unknown".
    """
    if counts.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([], name="period"))
    named = counts.assign(value=[UNKNOWN if pd.isna(v) else v for v in counts["value"]])
    totals = named.groupby("value")["n"].sum().sort_values(ascending=False, kind="stable")
    kept = [value for value in totals.index if value != UNKNOWN][:top]
    own = {*kept, UNKNOWN}
    named["value"] = [value if value in own else OTHERS for value in named["value"]]
    table = named.pivot_table(
        index="period", columns="value", values="n", aggfunc="sum", fill_value=0
    )
    periods = pd.date_range(table.index.min(), table.index.max(), freq=_FREQUENCY[period])
    columns = [c for c in (*kept, OTHERS, UNKNOWN) if c in table.columns]
    filled = table.reindex(index=periods, columns=columns, fill_value=0).astype("int64")
    filled.index.name = "period"
    filled.columns.name = None
    return filled


def busiest(counts: pd.DataFrame) -> tuple[date, int] | None:
    """The period with most statements and their number; the latest of equals."""
    if counts.empty:
        return None
    totals = counts.groupby("period")["n"].sum()
    top = totals[totals == totals.max()].index.max()
    return top.date(), int(totals.max())


def lane_order(marks: pd.DataFrame, top: int = LANES) -> list[str]:
    """Lanes, most statements first; what has no name is not a lane.

    ``marks`` has lane and n: how many statements a mark stands for, one where it is missing.
    """
    named = marks[marks["lane"].notna()]
    totals = named["n"].fillna(1).groupby(named["lane"]).sum()
    return [str(lane) for lane in sorted(totals.index, key=lambda v: (-totals[v], v))[:top]]
