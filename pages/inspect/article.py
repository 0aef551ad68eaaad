"""Articles: one source with its statements marked in place, or the list of all sources."""

from dataclasses import replace

import streamlit as st

from analysis.errors import NotFound
from pages.shared import filters, labels, lists, resources, sources
from pages.shared.frame import show_empty

at = resources.here()
holds = resources.summary(at)
if not holds.articles:
    show_empty()
    st.stop()

wanted = filters.filters_from_session()
chosen = st.query_params.get("article", "")
if not chosen:
    filters.show_head("Articles", resources.count(at, wanted), holds.statements)
    sources.show_list(at, wanted)
    st.stop()

try:
    article, found = resources.article(at, chosen)
except NotFound:
    st.title("Articles")
    st.warning("That article is not in the store. Choose another one.")
    sources.show_list(at, wanted)
    st.stop()

shown = [row for row in found if row["kind"] in wanted.kinds]
asked_for = resources.today(at, st.query_params.get("statement", ""))
shown += [row for row in found if row["id"] == asked_for and row not in shown]
st.button("All articles", icon=":material/arrow_back:", type="tertiary", on_click=sources.leave)
st.title(labels.plain(article.title or "Untitled"))
sources.show_facts(article, len(shown), len(found))
if article.text:
    sources.show_text(article.document, shown, asked_for)
else:
    st.info("The text of this source is not in the store; its statements were entered by a person.")
    lists.show_statements(
        at, replace(wanted, **sources.only(chosen)), "article_list", order="oldest"
    )
