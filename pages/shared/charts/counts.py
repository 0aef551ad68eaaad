"""Statements per period: the histogram with its events, and a slim one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis import timeline
from analysis.models import Event
from pages.shared import labels
from pages.shared.charts.events import mark_events, place_flags
from pages.shared.charts.style import LEGEND, OTHERS, new_figure, time_axis


def histogram(
    counts: pd.DataFrame,
    events: Sequence[Event] = (),
    *,
    unit: str = "week",
    height: int = 260,
    dark: bool = False,
    singled_out: Sequence[str] = (),
    span: tuple[date, date] | None = None,
    left: int = 40,
    daily: pd.DataFrame | None = None,
) -> go.Figure:
    """Statements per period, stacked by country, with events as flags above the bars.

    ``counts`` has columns period (first day), country (code or None) and n; ``daily`` the same
    per day, to tell which events were talked about most. ``customdata`` of a bar is
    [first day, code, unit]; see ``selection``.
    """
    flags = place_flags(events, counts, daily)
    rows = max((flag.row for flag in flags), default=-1) + 1
    figure = new_figure(
        height + 17 * rows, barmode="stack", margin={"t": 10 + 17 * rows, "b": 66, "l": left}
    )
    for code, part in _stacks(counts, singled_out):
        figure.add_bar(
            x=part["period"],
            y=part["n"],
            name=escape(OTHERS if code == OTHERS else labels.country_name(code)),
            marker={"color": labels.colour(code, dark=dark, singled_out=code in singled_out)},
            customdata=[[day.date().isoformat(), code or "", unit] for day in part["period"]],
            hovertext=[_bar_hover(row, code, unit) for row in part.itertuples()],
            hoverinfo="text",
        )
    mark_events(figure, events, flags)
    if len(figure.data) - bool(events) < 2:
        figure.update_layout(showlegend=False, margin={"b": 42}, height=figure.layout.height - 24)
    figure.update_xaxes(**time_axis(span or _span(counts), unit))
    most = int(counts.groupby("period")["n"].sum().max()) if len(counts) else 1
    figure.update_layout(  # this axis alone: the events' ticks have one of their own
        yaxis={
            "dtick": _step(most),
            "range": [0, 1.08 * most],
            "tickformat": ",d",
            "automargin": False,
        }
    )
    return figure


def _step(most: int) -> int:
    """Distance of the grid lines: a round whole number, about three lines."""
    round_steps = (n * 10**power for power in range(8) for n in (1, 2, 5))
    return next(step for step in round_steps if step * 4 > most)


def slim(days: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """A low histogram of ``days`` (said_on, country) above a list of results."""
    figure = new_figure(104, showlegend=False, barmode="stack", bargap=0.08, margin={"b": 34})
    if days.empty:
        return figure
    unit = timeline.choose_period(
        days["said_on"].min().date(), days["said_on"].max().date(), bars=60
    )
    frequency = {"day": "D", "week": "W-SUN", "month": "M", "year": "Y"}[unit]
    starts = days["said_on"].dt.to_period(frequency).dt.start_time
    counts = (
        days.assign(period=starts)
        .groupby(["period", "country"], as_index=False, dropna=False)
        .size()
        .rename(columns={"size": "n"})
    )
    for code, part in _stacks(counts, ()):
        figure.add_bar(
            x=part["period"],
            y=part["n"],
            marker={"color": labels.colour(code, dark=dark)},
            hovertext=[_bar_hover(row, code, unit) for row in part.itertuples()],
            hoverinfo="text",
        )
    figure.update_xaxes(**time_axis(_span(counts), unit) | {"nticks": 7, "tickformat": "%b %Y"})
    figure.update_yaxes(visible=False)
    figure.update_layout(dragmode=False)
    return figure


def _stacks(
    counts: pd.DataFrame, singled_out: Sequence[str]
) -> list[tuple[str | None, pd.DataFrame]]:
    """One table a legend entry, the largest first; what has no colour of its own goes together."""
    if counts.empty:
        return []
    totals = counts.groupby(counts["country"].fillna(""))["n"].sum().sort_values(ascending=False)
    own = [code for code in totals.index if labels.has_colour(code) or code in singled_out]
    named = own[:LEGEND] or list(totals.index[:1])
    key = counts["country"].fillna("").where(counts["country"].fillna("").isin(named), OTHERS)
    stacked = counts.groupby([key.rename("key"), "period"], as_index=False)["n"].sum()
    order = [*named, OTHERS] if (key == OTHERS).any() else named
    return [(code or None, stacked[stacked["key"] == code]) for code in order]


def _bar_hover(row: Any, code: str | None, unit: str) -> str:
    name = OTHERS if code == OTHERS else labels.country_name(code)
    when = labels.period(row.period.date(), unit)
    return f"<b>{escape(name)}</b><br>{when}<br>{labels.count(int(row.n), 'statement')}"


def _span(counts: pd.DataFrame) -> tuple[date, date] | None:
    if counts.empty:
        return None
    return counts["period"].min().date(), counts["period"].max().date()
