"""What all charts share: template, configuration, an empty figure, the time axis."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

Row = Mapping[str, Any]

OTHERS = "Others"
LEGEND = 7  # countries named in a stacked chart; the rest is "Others"
LANES = 150  # pixels for the names of lanes, and as much beside the histogram above them
NARROW = 300  # pixels: labels are laid out so that they fit even a chart this narrow
GRID = "rgba(128,138,150,0.22)"

QUIET = "rgba(128,138,150,0.9)"

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
            "linecolor": GRID,
            "showline": True,
            "ticks": "outside",
            "tickcolor": GRID,
            "automargin": True,
            "fixedrange": True,
        },
        "yaxis": {
            "title": {"text": ""},
            "gridcolor": GRID,
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


def new_figure(height: int, **layout: Any) -> go.Figure:
    """An empty figure with the template, on which a drag along the axis selects."""
    return go.Figure(
        layout={
            "template": TEMPLATE,
            "height": height,
            "dragmode": "select",  # in the template Streamlit would not see it
            "selectdirection": "h",
            **layout,
        }
    )


def time_axis(span: tuple[date, date] | None, unit: str) -> dict[str, Any]:
    """The axis of the days from first to last, with labels that suit the time between."""
    if not span:
        return {"type": "date"}
    step = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    days = max(step, (span[1] - span[0]).days + step)
    pad = timedelta(days=max(step, days // 50))
    form = "%-d %b\n%Y" if days < 120 else "%b\n%Y"
    limits = [(span[0] - pad).isoformat(), (span[1] + pad).isoformat()]
    return {"type": "date", "range": limits, "nticks": 9, "tickformat": form}
