"""What happens when something on a card is clicked: which page opens, with which subject."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.shared.cards import Card
from pages.shared.component import Action, mount
from pages.shared.filters import KEYS

PAGES = {
    "overview": "pages/explore/overview.py",
    "timeline": "pages/explore/timeline.py",
    "search": "pages/explore/search.py",
    "actors": "pages/explore/actors.py",
    "article": "pages/inspect/article.py",
}
_GOAL = "goal"
_ROOT = Path(__file__).resolve().parents[2]


def go(name: str, **parameters: str) -> None:
    """Open a page with its subject; the filters come along. Only in a callback."""
    st.session_state[_GOAL] = (name, parameters)


def arrive() -> None:
    """Open the page that a callback asked for: the frame calls it before any widget."""
    goal = st.session_state.pop(_GOAL, None)
    if goal:
        st.switch_page(_ROOT / PAGES[goal[0]], query_params=goal[1] or None)


def follow(action: Action) -> None:
    """Open what was clicked on a card."""
    match action:
        case {"do": "article", "article": str(article), "statement": str(statement)}:
            go("article", article=article, statement=statement)
        case {"do": "similar", "id": str(statement)}:
            go("search", like=statement)
        case {"do": "actor", "name": str(name)}:
            open_actor(name)


def open_actor(name: str) -> None:
    """Open the page of one actor."""
    st.session_state["actor"] = name
    go("actors")


def show_cards(cards: list[Card], key: str, label: str = "Statements") -> None:
    """A list of statement cards."""
    mount("cards", {"cards": cards, "keep": list(KEYS), "label": label}, key, follow)
