"""Short lists of bars, and an actor's offices over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import plotly.graph_objects as go

from pages.shared import labels
from pages.shared.charts.style import new_figure


def bars(
    values: Sequence[tuple[str, str, int, str | None]],
    *,
    dark: bool = False,
    noun: str = "statement",
) -> go.Figure:
    """A short horizontal bar list of (key, label, n, country). ``customdata`` is [key]."""
    figure = new_figure(20 + 27 * max(1, len(values)), showlegend=False, bargap=0.28)
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
    figure = new_figure(
        36 + 38 * len(posts), showlegend=False, bargap=0.78, margin={"t": 0, "b": 26}
    )
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
