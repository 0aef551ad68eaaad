"""One lane a country or speaker, one mark a statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import cast

import pandas as pd
import plotly.graph_objects as go

from pages.shared import labels
from pages.shared.charts.style import LANES, Row, new_figure, time_axis


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
    figure = new_figure(
        52 + 28 * len(order), showlegend=False, margin={"t": 4, "l": LANES, "b": 42}
    )
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
    figure.update_xaxes(**time_axis(span, unit))
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
