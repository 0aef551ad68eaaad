"""One lane a country or speaker: statements on a time axis, one by one or counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import cast

import pandas as pd
import plotly.graph_objects as go

from pages.shared import labels
from pages.shared.charts.style import LANES, Row, new_figure, time_axis

WIDEST = 24  # pixels across of the circle that stands for most statements


def lanes(
    marks: pd.DataFrame,
    *,
    order: Sequence[str],
    by: str = "country",
    unit: str = "week",
    span: tuple[date, date] | None = None,
    dark: bool = False,
) -> go.Figure:
    """One lane a country or speaker: a stroke a statement, or a circle for those of a period.

    ``marks`` has day, lane, country (whose colour it has), n (how many statements; a stroke where
    it is missing), hover and mark (``customdata``; see ``statement_marks`` and ``period_marks``).
    ``order`` names the lanes from the top.
    """
    figure = new_figure(
        52 + 28 * len(order), showlegend=False, margin={"t": 4, "l": LANES, "b": 42}
    )
    known = marks[marks["lane"].isin(list(order))]
    most = known["n"].max()
    for code, part in known.groupby(known["country"].fillna("")):
        strokes = {"symbol": "line-ns-open", "size": 15, "opacity": 0.75, "line": {"width": 2}}
        circles = {"symbol": "circle", "size": _diameters(part["n"], most), "opacity": 0.8}
        circles["line"] = {"width": 0}
        figure.add_scatter(
            x=part["day"],
            y=[_lane(value, by) for value in part["lane"]],
            mode="markers",
            marker={
                **(strokes if part["n"].isna().all() else circles),
                "color": labels.colour(str(code), dark=dark, singled_out=True),
            },
            name=escape(labels.country_name(str(code))),
            customdata=list(part["mark"]),
            hovertext=list(part["hover"]),
            hoverinfo="text",
        )
    names = [_lane(value, by) for value in order]
    figure.update_yaxes(
        categoryorder="array", categoryarray=names[::-1], range=[-0.6, len(names) - 0.4]
    )
    figure.update_xaxes(**time_axis(span, unit))
    figure.update_yaxes(automargin=False)
    return figure


def _diameters(counts: pd.Series, most: float) -> list[float]:
    """Pixels across of circles whose area stands for a number; the smallest can be clicked."""
    return [round(max(5.0, WIDEST * (n / most) ** 0.5), 1) for n in counts]


def _lane(value: str, by: str) -> str:
    name = labels.country_name(value) if by == "country" else value
    return escape(labels.shortened(name, 24))


def statement_marks(statements: pd.DataFrame) -> pd.DataFrame:
    """A stroke a statement; ``statements`` is what ``Store.lanes`` gives. ``mark`` is [id]."""
    rows = statements[["said_on", "speaker", "text"]].to_dict("records")
    return statements[["lane", "country"]].assign(
        day=statements["said_on"],
        n=float("nan"),
        hover=[_mark_hover(cast(Row, row)) for row in rows],
        mark=pd.Series([[one] for one in statements["id"]], statements.index, dtype=object),
    )


def period_marks(
    counts: pd.DataFrame, *, by: str, unit: str, countries: Mapping[str, str | None]
) -> pd.DataFrame:
    """A circle for the statements of one lane in one period; ``counts`` has period, value, n.

    ``countries`` gives the country of each speaker. ``mark`` is [first day, lane, unit, by].
    """
    known = counts[counts["value"].notna()]
    lane = known["value"].astype(str)
    return pd.DataFrame(
        {
            "day": known["period"],
            "lane": lane,
            "country": lane if by == "country" else lane.map(countries),
            "n": known["n"].astype(float),
            "hover": [_period_hover(cast(Row, row), by, unit) for row in known.to_dict("records")],
            "mark": [
                [day.date().isoformat(), value, unit, by]
                for day, value in zip(known["period"], lane, strict=True)
            ],
        }
    )


def _period_hover(row: Row, by: str, unit: str) -> str:
    who = labels.country_name(row["value"]) if by == "country" else str(row["value"])
    when = labels.period(row["period"].date(), unit)
    return f"<b>{escape(who)}</b><br>{when}<br>{labels.count(int(row['n']), 'statement')}"


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
