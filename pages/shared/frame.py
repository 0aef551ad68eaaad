"""What surrounds every page: navigation, the filter rail, errors in words for people."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.navigation.page import Page

from analysis.errors import ReadoutError, StoreEmpty, StoreError
from pages.shared import filters, labels, resources
from pages.shared.actions import PAGES, arrive

ROOT = Path(__file__).resolve().parents[2]
_MENU: dict[Any, str | None] = {
    "Get help": None,
    "Report a bug": None,
    "About": "Readout: who said what, about whom, to whom, when.",
}
_LOGO = str(Path(__file__).with_name("readout.svg"))
_ICON = str(Path(__file__).with_name("icon.svg"))
_ICONS = {
    "overview": (":material/space_dashboard:", "What the store holds"),
    "timeline": (":material/timeline:", "Statements and events on one axis"),
    "search": (":material/search:", "By meaning, by words, or both"),
    "actors": (":material/group:", "One actor: offices, statements, to whom, about whom"),
    "article": (":material/article:", "A source with its statements marked in place"),
}
_RAIL = 310  # pixels: two dates fit side by side
_ADD = "python -m analysis add my_articles/ --metadata my_metadata.csv"
_ADD_SHEET = "python -m analysis add --statements my_statements.csv"
_GROUPS = {"Explore": ("overview", "timeline", "search", "actors"), "Inspect": ("article",)}


def _page(name: str) -> Page:
    icon, help_ = _ICONS[name]
    title = "Articles" if name == "article" else name.capitalize()
    return st.Page(ROOT / PAGES[name], title=title, icon=icon, help=help_)


def _navigation() -> Page:
    groups = {group: [_page(name) for name in names] for group, names in _GROUPS.items()}
    return st.navigation(groups)


def register_pages() -> None:
    """Tell Streamlit that the pages are those of ``st.navigation``, before anybody comes."""
    noise = logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context")
    noise.disabled = True  # it warns that no visitor is there, which is the point
    try:
        _navigation()
    finally:
        noise.disabled = False


def draw() -> None:
    """The page that was asked for, with its frame."""
    st.set_page_config(
        page_title="Readout",
        page_icon=_ICON,
        layout="wide",
        initial_sidebar_state=_RAIL,
        menu_items=_MENU,
    )
    st.logo(_LOGO, size="large")
    page = _navigation()
    arrive()
    try:
        _draw(page)
    finally:  # pages stop early, too
        resources.page_drawn()


def _draw(page: Page) -> None:
    try:
        at = resources.here()
        _rail(at)
        page.run()
    except StoreEmpty:
        show_empty()
    except StoreError as error:
        st.error(
            labels.plain(f"{error}"),
            title="The store cannot be read",
            icon=":material/database_off:",
        )
        st.button("Try again", icon=":material/refresh:")
    except ReadoutError as error:
        st.error(labels.plain(f"{error}"), title="That did not work", icon=":material/error:")


def _rail(at: resources.At) -> None:
    """The filters, with counts under all the other filters."""
    with st.sidebar:
        filters.show_dates()
        facets, more = st.container(), st.container()
    with more:
        filters.show_more(resources.options(at))
    now = filters.filters_from_session()  # after the widgets: they take over the address bar
    with facets:
        for field, title, column in (
            ("country", "Country", "country"),
            ("speaker", "Speaker", "speaker"),
        ):
            counts = resources.facet(at, column, filters.without(now, field))
            filters.show_facet(field, title, counts, len(counts))


def is_dark() -> bool:
    """Whether the visitor looks at the dark theme."""
    return st.context.theme.type == "dark"


def show_empty() -> None:
    """What an empty store says: how statements come in."""
    st.title("Nothing is in yet")
    st.write("Readout shows who said what once articles are in. Add your own files:")
    st.code(_ADD, language="bash")
    st.write("or look around with the demo first:")
    st.code("python -m analysis demo", language="bash")
    st.button("Look again", icon=":material/refresh:", type="primary", key="look_again")


def show_add_files() -> None:
    """How own files come in."""
    more = st.expander(
        "Add your own files", icon=":material/upload_file:", key="add_files", on_change="rerun"
    )
    if not more.open:
        return  # its code blocks would make every first page wait for a highlighter
    with more:
        st.write("Text, Markdown or CSV; a table may give publisher, title and day of each file.")
        st.code(_ADD, language="bash", wrap_lines=True)
        st.write("Statements that are attributed already:")
        st.code(_ADD_SHEET, language="bash", wrap_lines=True)
        st.caption("Pages show what is new as soon as it is in.")
