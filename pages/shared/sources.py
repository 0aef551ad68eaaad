"""What the page of one article shows: its facts, its text, and the list to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from analysis.models import Document, Filters
from analysis.store import StoredArticle
from pages.shared import labels, resources
from pages.shared.actions import follow, go
from pages.shared.cards import is_web_address
from pages.shared.component import Action, mount
from pages.shared.filters import KEYS
from pages.shared.passages import article_view

_LIST = 500  # articles shown in the list at most; the box above finds the others


def only(article_id: str) -> dict[str, Any]:
    """Filters that leave nothing but one article's statements."""
    everything = {name: getattr(Filters(), name) for name in Filters.__dataclass_fields__}
    return everything | {"article_ids": (article_id,), "kinds": ()}


def show_facts(article: StoredArticle, shown: int, found: int) -> None:
    """Publisher, day, author, number of statements, and the way to the page itself."""
    document = article.document
    parts = [document.publisher, labels.day(document.published), document.author]
    parts.append(labels.count(shown, "statement"))
    if found > shown:
        parts.append(f"{found - shown} of other kinds")
    line = " · ".join(labels.plain(part) for part in parts if part)
    if not document.published:
        line += " · publication day unknown"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.write(line)
        if is_web_address(document.url):
            st.link_button(
                "Original page", document.url, icon=":material/open_in_new:", type="tertiary"
            )


def show_text(document: Document, rows: Sequence[dict[str, Any]], chosen: str) -> None:
    """The text with its statements marked in place, the chosen one beside it."""
    data = article_view(document, rows, chosen) | {"keep": list(KEYS)}
    mount("article", data, f"article_{document.id}", _on_action)


def _on_action(action: Action) -> None:
    if action.get("do") == "statement":
        st.query_params["statement"] = str(action.get("id"))
    else:
        follow(action)


def leave() -> None:
    """Back to the list of articles."""
    st.query_params.pop("article", None)
    st.query_params.pop("statement", None)


def show_list(at: resources.At, wanted: Filters) -> None:
    """All articles that match, newest first; a row opens its article."""
    found = resources.articles(at, wanted)
    sought = st.text_input(
        "Find an article",
        key="title",
        bind="query-params",
        placeholder="Words of the title or publisher",
        label_visibility="collapsed",
        icon=":material/search:",
    )
    found = matching(found, sought)
    if found.empty:
        st.info("No article matches. Try other words, or take a filter away.")
        return
    st.caption(
        f"{labels.count(len(found), 'article')}; click a row to read it."
        + (f" The newest {_LIST} are listed." if len(found) > _LIST else "")
    )
    st.dataframe(
        table(found.head(_LIST)),
        key="articles",
        on_select=lambda: _open_row(found),
        selection_mode="single-row",
        hide_index=True,
        height=min(640, 38 + 35 * len(found)),
        alt="Articles with publisher, day and number of statements",
        column_config={
            "Published": st.column_config.DateColumn(format="D MMM YYYY", width="small"),
            "Statements": st.column_config.NumberColumn(width="small"),
            "Title": st.column_config.TextColumn(width="large"),
        },
    )


def matching(found: pd.DataFrame, sought: str) -> pd.DataFrame:
    """Those articles whose title or publisher holds all the words."""
    for word in sought.split():
        here = found["title"].str.contains(word, case=False, regex=False)
        found = found[here | found["publisher"].str.contains(word, case=False, regex=False)]
    return found.reset_index(drop=True)


def table(found: pd.DataFrame) -> pd.DataFrame:
    """The list as people read it."""
    return pd.DataFrame(
        {
            "Published": found["published"],
            "Publisher": found["publisher"],
            "Title": [
                title or name for title, name in zip(found["title"], found["name"], strict=True)
            ],
            "Statements": found["n_statements"],
        }
    )


def _open_row(found: pd.DataFrame) -> None:
    rows = st.session_state["articles"]["selection"]["rows"]
    if rows and rows[0] < len(found):
        go("article", article=str(found["id"].iloc[rows[0]]))
