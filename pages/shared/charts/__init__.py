"""Table → plotly figure. No Streamlit here: a page draws what comes back."""

from pages.shared.charts.bars import Post, bars, offices
from pages.shared.charts.counts import histogram, slim
from pages.shared.charts.events import FLAG_ROWS, Flag, place_flags
from pages.shared.charts.lanes import lanes, period_marks, statement_marks
from pages.shared.charts.style import CONFIG, LANES, LEGEND, NARROW, OTHERS, TEMPLATE

__all__ = [
    "CONFIG",
    "FLAG_ROWS",
    "LANES",
    "LEGEND",
    "NARROW",
    "OTHERS",
    "TEMPLATE",
    "Flag",
    "Post",
    "bars",
    "histogram",
    "lanes",
    "offices",
    "period_marks",
    "place_flags",
    "slim",
    "statement_marks",
]
