"""Table → plotly figure. No Streamlit here: a page draws what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any, cast

import pandas as pd
import plotly.graph_objects as go

from analysis import timeline
from analysis.models import Event
from pages.shared import labels

Row = Mapping[str, Any]

OTHERS = "Others"
LEGEND = 7  # countries named in a stacked chart; the rest is "Others"
FLAG_ROWS = 4
LANES = 150  # pixels for the names of lanes, and as much beside the histogram above them
NARROW = 400  # pixels: labels are laid out so that they fit even a chart this narrow
_CHARACTER = 6.0  # pixels of one character of a flag
_FLAG = 22  # characters of a flag's label
_GRID = "rgba(128,138,150,0.22)"
_QUIET = "rgba(128,138,150,0.9)"

TEMPLATE = go.layout.Template(
    layout={
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12.5},
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
            "title": {"text": ""},
            "traceorder": "normal",
        },
        "xaxis": {
            "title": {"text": ""},
            "showgrid": False,
            "linecolor": _GRID,
            "showline": True,
            "ticks": "outside",
            "tickcolor": _GRID,
            "automargin": True,
            "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": ""},
            "gridcolor": _GRID,
            "zeroline": False,
            "automargin": True,
            "rangemode": "tozero",
            "fixedrange": True,
        },
        "hoverlabel": {"align": "left", "namelength": -1},
        "bargap": 0.12,
        "newselection": {"line": {"width": 1, "dash": "solid"}},
    }
)
CONFIG = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": "reset",
    "showTips": False,
    "showAxisDragHandles": False,  # they would reach beyond the page's edge
}


def _figure(height: int, **layout: Any) -> go.Figure:
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "height": height,
            "dragmode": "select",  # in the template Streamlit would not see it
            "selectdirection": "h",
            **layout,
        }
    )


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
    figure = _figure(
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
    _mark_events(figure, events, flags)
    if len(figure.data) - bool(events) < 2:
        figure.update_layout(showlegend=False, margin={"b": 42}, height=figure.layout.height - 24)
    figure.update_xaxes(**_time_axis(span or _span(counts), unit))
    most = int(counts.groupby("period")["n"].sum().max()) if len(counts) else 1
    figure.update_yaxes(
        dtick=_step(most), range=[0, 1.08 * most], tickformat=",d", automargin=False
    )
    return figure


def _step(most: int) -> int:
    """Distance of the grid lines: a round whole number, about three lines."""
    round_steps = (n * 10**power for power in range(8) for n in (1, 2, 5))
    return next(step for step in round_steps if step * 4 > most)


def slim(days: pd.DataFrame, *, dark: bool = False) -> go.Figure:
    """A low histogram of ``days`` (said_on, country) above a list of results."""
    figure = _figure(104, showlegend=False, barmode="stack", bargap=0.08, margin={"b": 34})
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
    figure.update_xaxes(**_time_axis(_span(counts), unit) | {"nticks": 7, "tickformat": "%b %Y"})
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


def _time_axis(span: tuple[date, date] | None, unit: str) -> dict[str, Any]:
    if not span:
        return {"type": "date"}
    step = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    days = max(step, (span[1] - span[0]).days + step)
    pad = timedelta(days=max(step, days // 50))
    form = "%-d %b\n%Y" if days < 120 else "%b\n%Y"
    limits = [(span[0] - pad).isoformat(), (span[1] + pad).isoformat()]
    return {"type": "date", "range": limits, "nticks": 9, "tickformat": form}


# ── Events ────────────────────────────────────────────────────────────────────────────────────


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


def _mark_events(figure: go.Figure, events: Sequence[Event], flags: Sequence[Flag]) -> None:
    """Ticks for all events on the upper edge, stems and labels for those that have room."""
    if not events:
        return
    figure.add_scatter(
        x=[event.day for event in events],
        y=[1.0] * len(events),
        yaxis="y2",
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 9, "color": _QUIET, "line": {"width": 1.5}},
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
            arrowcolor=_QUIET,
            ax=0,
            ay=-(10 + 17 * flag.row),
            xanchor="right" if flag.to_left else "left",
            xshift=-2 if flag.to_left else 2,
            yanchor="middle",
            font={"size": 11},
        )


# ── Lanes, bars, offices ──────────────────────────────────────────────────────────────────────


def lanes(
    statements: pd.DataFrame,
    *,
    order: Sequence[str],
    by: str = "country",
    unit: str = "week",
    span: tuple[date, date] | None = None,
    dark: bool = False,
) -> go.Figure:
    """One lane a country or speaker, one mark a statement; hover shows the words.

    ``statements`` has id, said_on, country, speaker and hover (see ``mark_hovers``); ``order``
    the lanes from the top. ``customdata`` of a mark is [id].
    """
    figure = _figure(52 + 28 * len(order), showlegend=False, margin={"t": 4, "l": LANES, "b": 42})
    known = statements[statements["said_on"].notna() & statements[by].isin(list(order))]
    for code, part in known.groupby(known["country"].fillna("")):
        figure.add_scatter(
            x=part["said_on"],
            y=[_lane(value, by) for value in part[by]],
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "size": 15,
                "opacity": 0.75,
                "color": labels.colour(str(code), dark=dark, singled_out=True),
                "line": {"width": 2},
            },
            name=escape(labels.country_name(str(code))),
            customdata=[[one] for one in part["id"]],
            hovertext=list(part["hover"]),
            hoverinfo="text",
        )
    names = [_lane(value, by) for value in order]
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.4]
    )
    figure.update_xaxes(**_time_axis(span, unit))
    figure.update_yaxes(automargin=False)
    return figure


def _lane(value: str, by: str) -> str:
    name = labels.country_name(value) if by == "country" else value
    return escape(labels.shortened(name, 24))


def mark_hovers(statements: pd.DataFrame) -> list[str]:
    """What hovering over each mark of the lanes shows: who, when, the words."""
    columns = ["said_on", "speaker", "text"]
    return [_mark_hover(cast(Row, row)) for row in statements[columns].to_dict("records")]


def _mark_hover(row: Row) -> str:
    when = labels.day(row["said_on"].date())
    who = labels.shortened(str(row.get("speaker") or labels.NOBODY), 60)
    words = labels.shortened(str(row["text"]), 220)
    return f"<b>{escape(who)}</b> · {when}<br>{_wrapped(words)}"


def _wrapped(text: str, width: int = 60) -> str:
    """``text`` escaped and broken into lines for a hover label."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "<br>".join(escape(one) for one in [*lines, line])


def bars(
    values: Sequence[tuple[str, str, int, str | None]],
    *,
    dark: bool = False,
    noun: str = "statement",
) -> go.Figure:
    """A short horizontal bar list of (key, label, n, country). ``customdata`` is [key]."""
    figure = _figure(20 + 27 * max(1, len(values)), showlegend=False, bargap=0.28)
    figure.add_bar(
        orientation="h",
        x=[n for _, _, n, _ in values],
        y=[key for key, _, _, _ in values],
        text=[f"{n:,}" for _, _, n, _ in values],
        textposition="outside",
        cliponaxis=False,
        marker={"color": [labels.colour(code, dark=dark) for *_, code in values]},
        customdata=[[key] for key, *_ in values],
        hovertext=[f"{escape(label)}: {labels.count(n, noun)}" for _, label, n, _ in values],
        hoverinfo="text",
    )
    most = max((n for _, _, n, _ in values), default=1)
    figure.update_xaxes(visible=False, range=[0, most * 1.3])
    figure.update_yaxes(
        type="category",
        autorange="reversed",
        showgrid=False,
        ticks="",
        tickvals=[key for key, *_ in values],
        ticktext=[escape(labels.shortened(label, 28)) for _, label, _, _ in values],
    )
    return figure


@dataclass(frozen=True, slots=True)
class Post:
    """A bar of the offices chart; open ends are filled with the chart's own."""

    label: str
    start: date
    end: date
    dates: str


def offices(posts: Sequence[Post], *, code: str | None, dark: bool = False) -> go.Figure:
    """One thin bar an office, from its first to its last day, its name above it."""
    figure = _figure(36 + 38 * len(posts), showlegend=False, bargap=0.78, margin={"t": 0, "b": 26})
    rows = [str(i) for i, _ in enumerate(posts)]
    figure.add_bar(
        orientation="h",
        base=[post.start for post in posts],
        x=[(post.end - post.start + timedelta(days=1)).days * 86_400_000 for post in posts],
        y=rows,
        marker={"color": labels.colour(code, dark=dark, singled_out=True), "opacity": 0.85},
        hovertext=[f"<b>{escape(post.label)}</b><br>{post.dates}" for post in posts],
        hoverinfo="text",
    )
    first = min(post.start for post in posts)
    last = max(post.end for post in posts)
    for row, post in zip(rows, posts, strict=True):
        late = (post.start - first).days > 0.5 * max(1, (last - first).days)
        figure.add_annotation(
            x=post.end if late else post.start,
            y=row,
            text=f"{escape(labels.shortened(post.label, 60))}, {post.dates}",
            showarrow=False,
            xanchor="right" if late else "left",
            yanchor="bottom",
            yshift=4,
            font={"size": 12},
        )
    figure.update_xaxes(type="date", nticks=8, tickformat="%Y")
    figure.update_yaxes(
        type="category",
        range=[len(posts) - 0.5, -0.7],
        visible=False,
    )
    return figure
