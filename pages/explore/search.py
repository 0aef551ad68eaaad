"""Search: by meaning, by words or both; what is like a statement; every hit says why."""

import streamlit as st

from analysis.errors import NotFound
from pages.shared import charts, export, filters, labels, lists, resources, results
from pages.shared.frame import is_dark, show_empty

at = resources.here()
holds = resources.summary(at)
if not holds.articles:
    show_empty()
    st.stop()

# 1 · What is asked
wanted = filters.filters_from_session()
matching = resources.count(at, wanted)
filters.show_head("Search", matching, holds.statements)
query = st.text_input(
    "Search",
    key="q",
    bind="query-params",
    placeholder="What was said about …   (“exact words” in quotation marks)",
    label_visibility="collapsed",
    icon=":material/search:",
)
with st.container(horizontal=True, vertical_alignment="center"):
    by = st.segmented_control(
        "Search by",
        ["meaning", "words", "both"],
        default="both",
        key="by",
        bind="query-params",
        label_visibility="collapsed",
        help="Meaning finds other words for the same; words finds these words; both ranks by both.",
    )
    order = st.selectbox(
        "Sort",
        list(results.ORDERS),
        format_func=lambda one: results.ORDERS[one],
        key="sort",
        bind="query-params",
        label_visibility="collapsed",
        width=180,
    )
like = st.query_params.get("like", "")
way = results.way(by)

# 2 · What answers it
try:
    if like:
        results.show_original(resources.statement(at, like))
        hits = resources.similar(at, like, wanted, results.MOST)
    elif query.strip():
        hits, way = results.answer(at, query.strip(), way, wanted)
    else:
        hits = []
except NotFound:
    st.warning("That statement is not in the store any more; search for its words instead.")
    st.stop()
if not matching:
    lists.show_no_match()
    st.stop()
if not (like or query.strip()):
    results.show_all(at, wanted, order, matching)
    st.stop()
if not hits:
    results.show_nothing(query)
    st.stop()

# 3 · When it was said, and the hits
hits = results.sort(hits, order)
st.plotly_chart(
    charts.slim(results.days_of(hits), dark=is_dark()),
    key="search_histogram",
    config=charts.CONFIG,
    alt=f"When the {labels.count(len(hits), 'result')} were said",
)
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(results.understood(query, way, len(hits), like=bool(like)))
    st.download_button(
        "Export CSV",
        data=lambda: export.csv_bytes([hit.row for hit in hits]),
        file_name="readout-statements.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
lists.show_hits(hits, "results", (query, by, order, like, wanted))
