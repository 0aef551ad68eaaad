"""Lists of statements that grow on demand, and what is said when there is none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st

from analysis.models import Event, Filters, Hit
from pages.shared import filters as filtering
from pages.shared import labels, resources
from pages.shared.actions import show_cards
from pages.shared.cards import card, cards, is_web_address
from pages.shared.selection import Choice

STEP = 10


def shown(key: str, subject: object) -> int:
    """How many of a list to show: a step, and one more for every click while the subject stays."""
    held = st.session_state.get(f"shown_{key}")
    if not held or held[0] != repr(subject):
        st.session_state[f"shown_{key}"] = (repr(subject), STEP)
    return int(st.session_state[f"shown_{key}"][1])


def _more(key: str) -> None:
    subject, number = st.session_state[f"shown_{key}"]
    st.session_state[f"shown_{key}"] = (subject, number + STEP)


def show_statements(
    at: resources.At, wanted: Filters, key: str, *, order: str = "newest", total: int | None = None
) -> None:
    """The statements that match, as cards, with a button for more."""
    number = shown(key, (wanted, order))
    rows = resources.statements(at, wanted, order, number)
    show_cards(cards(rows), key)
    total = resources.count(at, wanted) if total is None else total
    _offer_more(key, number, total)


def marks_meaning(marks: pd.DataFrame) -> str:
    """What one mark of the lanes stands for, in words."""
    if marks["n"].isna().all():
        return "one stroke a statement"
    unit = marks["mark"].iloc[0][2]
    return f"one circle a {unit}, its area the number of statements"


def show_hits(hits: Sequence[Hit], key: str, subject: object) -> None:
    """Search results as cards, each with why it was found, and a button for more."""
    number = shown(key, subject)
    part = hits[:number]
    show_cards([card(hit.row, why=hit.why, copies=hit.copies) for hit in part], key, "Results")
    _offer_more(key, number, len(hits))


def _offer_more(key: str, number: int, total: int) -> None:
    if number < total:
        left = total - number
        st.button(
            f"Show {min(STEP, left)} more",
            key=f"more_{key}",
            help=f"{labels.count(left, 'statement')} not shown yet",
            on_click=_more,
            args=(key,),
        )


def show_no_match() -> None:
    """What is said when no statement matches the filters."""
    st.info("No statement matches these filters. Take one away, or all of them.")
    st.button("Clear all filters", key="clear_filters", on_click=filtering.clear_filters)


def show_events(events: Sequence[Event], limit: int = 12) -> None:
    """Events as a list: day, title as a link to its source, countries."""
    if not events:
        st.caption("No event in this period.")
    for event in events[:limit]:
        codes = ", ".join(event.countries)
        title = labels.plain(event.title)
        linked = f"[{title}](<{event.url}>)" if is_web_address(event.url) else title
        st.markdown(f":small[:gray[{labels.day(event.day)}] {linked} :gray[{codes}]]")
    if len(events) > limit:
        st.caption(f"{len(events) - limit} more: choose a shorter period.")


def show_choice(choice: Choice, words: str) -> None:
    """What the list below a chart holds, with the way back and on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(words, width="content")
        if choice.first and choice.last:
            st.button(
                "Keep as date filter",
                key="keep_dates",
                icon=":material/filter_alt:",
                on_click=_keep_dates,
                args=(choice.first, choice.last),
            )
        if choice:
            st.button("Show all again", key="drop_choice", on_click=_drop_choice)
        else:
            st.caption("Click a bar, an event or a mark, or drag over a period, to choose.")


def _keep_dates(first: date, last: date) -> None:
    filtering.set_filter("said", (first, last))
    _drop_choice()


def _drop_choice() -> None:
    st.session_state["timeline_nonce"] = st.session_state.get("timeline_nonce", 0) + 1


def show_undated(at: resources.At, wanted: Filters) -> None:
    """What is said where no statement that matches has a date: a list instead of a timeline."""
    st.info("None of these statements has a date, so no timeline can be drawn; here they are.")
    show_statements(at, wanted, "undated_list")
