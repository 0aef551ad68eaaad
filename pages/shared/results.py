"""What a search shows: its answer, its order, what was understood, and what to do without hits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from analysis.errors import ModelUnavailable
from analysis.models import Filters, Hit
from analysis.search import By, parse_query
from pages.shared import filters as filtering
from pages.shared import labels, lists, resources
from pages.shared.actions import show_cards
from pages.shared.cards import card

MOST = 200  # hits fetched for one query
PATIENCE = 0.6  # seconds a search waits for the model before it answers by words alone
ORDERS = {
    "best": "best match first",
    "newest": "newest first",
    "oldest": "oldest first",
    "speaker": "by speaker",
}


def way(chosen: str | None) -> By:
    """By what to search, as the switch says; both unless one is chosen."""
    return "meaning" if chosen == "meaning" else "words" if chosen == "words" else "both"


def answer(at: resources.At, query: str, by: By, wanted: Filters) -> tuple[list[Hit], By]:
    """The hits for a query and the way they were found: by words while the model is not there."""
    model = None
    if by != "words":
        try:
            model = resources.encoder(PATIENCE)
        except ModelUnavailable as error:
            st.warning(labels.plain(f"{error}") + " Until then, these are results by words.")
            by = "words"
        else:
            if model is None:
                _wait_for_model()
                by = "words"
    return resources.search(at, query, by, wanted, MOST, model), by


@st.fragment(run_every=1.0)
def _wait_for_model() -> None:
    """Say that the model is on its way, and search again as soon as it has come."""
    if resources.encoder() is not None:
        st.rerun()
    st.info("The language model is being loaded; until it is there, these are results by words.")


def sort(hits: Sequence[Hit], order: str | None) -> list[Hit]:
    """The hits in the order that was asked for; undated and unattributed ones last."""
    if order == "newest":
        return sorted(hits, key=lambda hit: _day(hit) or date.min, reverse=True)
    if order == "oldest":
        return sorted(hits, key=lambda hit: _day(hit) or date.max)
    if order == "speaker":
        return sorted(hits, key=lambda hit: (not hit.row.get("speaker"), _name(hit)))
    return list(hits)


def _day(hit: Hit) -> date | None:
    said_on = hit.row.get("said_on")
    return said_on if isinstance(said_on, date) else None


def _name(hit: Hit) -> str:
    return str(hit.row.get("speaker") or "").casefold()


def days_of(hits: Sequence[Hit]) -> pd.DataFrame:
    """Day and country of every dated hit."""
    rows = [(hit.row["said_on"], hit.row.get("country")) for hit in hits if hit.row.get("said_on")]
    found = pd.DataFrame(rows, columns=["said_on", "country"])
    return found.assign(said_on=pd.to_datetime(found["said_on"]))


def understood(query: str, by: str, number: int, *, like: bool) -> str:
    """What was searched for, in words, and how much was found."""
    amount = labels.count(number, "result") if number < MOST else f"the best {MOST} results"
    if like:
        return f"{amount}, nearest in meaning first; copies in other papers are counted, not listed"
    parsed = parse_query(query)
    parts = []
    if by != "words":
        parts.append("near in meaning to what you typed")
    if by != "meaning":
        sought = [f"“{labels.plain(one)}”" for one in parsed.phrases]
        sought += [labels.plain(one) for one in parsed.words]
        parts.append("with the words " + ", ".join(sought))
    return f"{amount}: " + " or ".join(parts)


def show_original(row: dict[str, Any]) -> None:
    """The statement that others are compared with, and the way out."""
    with st.container(border=True):
        show_cards([card(row)], "original", "The statement that others are compared with")
        st.button("Stop comparing", key="stop_like", icon=":material/close:", on_click=_stop)
    st.subheader("Similar statements")


def _stop() -> None:
    st.query_params.pop("like", None)


def show_all(at: resources.At, wanted: Filters, order: str | None, matching: int) -> None:
    """Without a query: every statement that matches the filters."""
    st.caption("Type what you are looking for; until then, all statements that match the filters.")
    known = order if order in ("oldest", "speaker") else "newest"
    lists.show_statements(at, wanted, "all", order=known, total=matching)


def show_nothing(query: str) -> None:
    """What is said when a query has no hit."""
    st.info("Nothing was found. Try fewer or other words, search by meaning, or widen the filters.")
    with st.container(horizontal=True):
        st.button("Search by meaning", key="by_meaning", on_click=_by_meaning)
        if filtering.filters_from_session() != Filters():
            st.button("Clear all filters", key="widen", on_click=filtering.clear_filters)


def _by_meaning() -> None:
    st.session_state["by"] = "meaning"
