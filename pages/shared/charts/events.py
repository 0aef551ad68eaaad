"""Events as labelled flags on a time axis: labels thin out and never overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import pandas as pd
import plotly.graph_objects as go

from analysis.models import Event
from pages.shared import labels
from pages.shared.charts.style import NARROW, QUIET

FLAG_ROWS = 4
_CHARACTER = 6.0  # pixels of one character of a flag
_FLAG = 22  # characters of a flag's label


@dataclass(frozen=True, slots=True)
class Flag:
    """A labelled event: in which row above the bars its label stands, and on which side."""

    event: Event
    row: int
    text: str
    to_left: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a flag stands, in pixels: its stem and the stretch that its label covers."""

    stem: float
    start: float
    end: float
    row: int


def place_flags(
    events: Sequence[Event],
    counts: pd.DataFrame,
    daily: pd.DataFrame | None = None,
    *,
    width: int = NARROW,
) -> list[Flag]:
    """The events that get a label, placed so that no label covers another one or its stem.

    Events with many statements around them come first; what finds no room keeps its mark only.
    Labels are measured for a chart ``width`` pixels wide: a wider one leaves more room.
    """
    if counts.empty or not events:
        return []
    first, last = counts["period"].min().date(), counts["period"].max().date()
    days = max(1, (last - first).days)
    inside = [event for event in events if first <= event.day <= last]
    talk = _days(counts if daily is None else daily)
    taken: list[_Place] = []
    flags = []
    for event in sorted(inside, key=lambda one: (-_talk_around(one.day, talk), one.day)):
        text = labels.shortened(event.title, _FLAG)
        stem = width * (event.day - first).days / days
        reach = len(text) * _CHARACTER + 10
        to_left = stem + reach > width
        start, end = (stem - reach, stem) if to_left else (stem, stem + reach)
        tries = [_Place(stem, start, end, row) for row in range(FLAG_ROWS)]
        place = next((one for one in tries if _is_free(one, taken)), None)
        if place and start >= 0:
            taken.append(place)
            flags.append(Flag(event, place.row, text, to_left))
    return sorted(flags, key=lambda flag: flag.event.day)


def _is_free(new: _Place, taken: Sequence[_Place]) -> bool:
    return not any(_collide(new, old) or _collide(old, new) for old in taken)


def _collide(one: _Place, other: _Place) -> bool:
    """Whether the label of ``one`` covers the label of ``other`` or a stem on its way up."""
    if one.row == other.row:
        return one.start <= other.end and other.start <= one.end
    return other.row > one.row and one.start - 4 <= other.stem <= one.end + 4


def _days(counts: pd.DataFrame) -> dict[date, int]:
    totals = counts.groupby("period")["n"].sum()
    return {pd.Timestamp(str(day)).date(): int(n) for day, n in totals.items()}


def _talk_around(day: date, talk: Mapping[date, int]) -> float:
    """Statements from the day of an event to three days later; a later day counts for less."""
    return sum(talk.get(day + timedelta(days=days), 0) / (1 + days) for days in range(4))


def mark_events(figure: go.Figure, events: Sequence[Event], flags: Sequence[Flag]) -> None:
    """Ticks for all events on the upper edge, stems and labels for those that have room."""
    if not events:
        return
    figure.add_scatter(
        x=[event.day for event in events],
        y=[1.0] * len(events),
        yaxis="y2",
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 9, "color": QUIET, "line": {"width": 1.5}},
        hovertext=[escape(labels.event_label(event)) for event in events],
        hoverinfo="text",
        customdata=[["event", event.day.isoformat()] for event in events],
        name="Events",
        showlegend=False,
    )
    figure.update_layout(
        yaxis2={"overlaying": "y", "range": [0, 1.02], "visible": False, "fixedrange": True}
    )
    for flag in flags:
        figure.add_annotation(
            x=flag.event.day,
            y=1,
            yref="paper",
            text=escape(flag.text),
            hovertext=escape(labels.event_label(flag.event)),
            showarrow=True,
            arrowhead=0,
            arrowwidth=1,
            arrowcolor=QUIET,
            ax=0,
            ay=-(10 + 17 * flag.row),
            xanchor="right" if flag.to_left else "left",
            xshift=-2 if flag.to_left else 2,
            yanchor="middle",
            font={"size": 11},
        )
