"""Charts on a page: a click on a mark and a drag over a period both choose.

Streamlit hears clicks only while drags do nothing, and the other way round. So it is asked for the
drags, and the component passes plotly's clicks on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

import plotly.graph_objects as go
import streamlit as st

from pages.shared.charts import CONFIG
from pages.shared.component import Action, mount

Selection = Mapping[str, Any]


def show_bars(
    figure: go.Figure, key: str, alt: str, on_choice: Callable[[Selection], None] | None = None
) -> Selection:
    """A chart whose bars can be clicked; returns what was, or hands it to ``on_choice``."""
    figure.update_layout(dragmode=False)

    def chosen() -> None:
        if on_choice:
            on_choice(st.session_state[key]["selection"])

    event = st.plotly_chart(
        figure,
        key=key,
        on_select=chosen if on_choice else "rerun",
        selection_mode="points",
        config=CONFIG,
        alt=alt,
    )
    return cast(Selection, event["selection"])


def show_timeline(
    figure: go.Figure, key: str, alt: str, on_choice: Callable[[Selection], None] | None = None
) -> Selection:
    """A chart with a time axis: click a mark or drag over a period; the last one counts."""

    def clicked(action: Action) -> None:
        mark = action.get("customdata")
        if action.get("do") != "point" or not isinstance(mark, list):
            return
        selection = {"points": [{"customdata": mark}]}
        st.session_state[f"{key}_clicked"] = (selection, _dragged(key))
        if on_choice:
            on_choice(selection)

    def dragged() -> None:
        if on_choice:
            on_choice(st.session_state[key]["selection"])

    with st.container(gap=None):
        st.plotly_chart(
            figure,
            key=key,
            on_select=dragged if on_choice else "rerun",
            selection_mode="box",
            config=CONFIG,
            alt=alt,
        )
        mount("clicks", {"chart": f"st-key-{key}"}, f"{key}_clicks", clicked)
    return latest(st.session_state.get(f"{key}_clicked"), st.session_state.get(key))


def latest(clicked: tuple[Selection, str] | None, state: Mapping[str, Any] | None) -> Selection:
    """The click, unless something was dragged over since then."""
    selection: Selection = (state or {}).get("selection") or {}
    if clicked and clicked[1] == repr(selection.get("box")):
        return clicked[0]
    return selection


def _dragged(key: str) -> str:
    return repr((st.session_state.get(key) or {}).get("selection", {}).get("box"))
