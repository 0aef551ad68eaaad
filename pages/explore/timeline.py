"""Timeline: statements and events on one axis; what is chosen in a chart is listed below."""

import streamlit as st

from analysis import timeline
from pages.shared import charts, filters, labels, lists, plots, resources
from pages.shared.frame import is_dark, show_empty
from pages.shared.selection import chosen_marks, chosen_periods, sentence, statements_behind

at = resources.here()
holds = resources.summary(at)
if not holds.articles:
    show_empty()
    st.stop()

# 1 · What is looked at
wanted = filters.filters_from_session()
matching = resources.count(at, wanted)
filters.show_head("Timeline", matching, holds.statements)
if not matching:
    lists.show_no_match()
    st.stop()

# 2 · Counts per period, with events
with st.container(horizontal=True, vertical_alignment="bottom"):
    size = st.segmented_control(
        "Bars", ["auto", "day", "week", "month"], default="auto", key="bars", bind="query-params"
    )
    by = st.segmented_control(
        "Lanes", ["country", "speaker"], default="country", key="lanes", bind="query-params"
    )
first, last = resources.span(at, wanted)
unit = size if size in ("day", "week", "month") else timeline.choose_period(first, last)
if not first or not last:
    lists.show_undated(at, wanted)
    st.stop()
counts = resources.periods(at, wanted, unit)
happened = timeline.events_between(
    resources.events(), wanted.said_from or first, wanted.said_to or last, wanted.countries
)
nonce = st.session_state.setdefault("timeline_nonce", 0)
bars = plots.show_timeline(
    charts.histogram(
        counts,
        happened,
        unit=unit,
        dark=is_dark(),
        singled_out=wanted.countries,
        span=(first, last),
        left=charts.LANES,
        daily=resources.periods(at, wanted, "day"),
    ),
    f"timeline_bars_{nonce}",
    f"Statements per {unit} by country, {labels.span(first, last)}, with events",
)

# 3 · One lane a country or speaker
choice = chosen_periods(bars)
found = resources.marks(at, statements_behind(choice, wanted), by or "country")
order = timeline.lane_order(found)
lanes = plots.show_timeline(
    charts.lanes(
        found, by=by or "country", order=order, unit=unit, span=(first, last), dark=is_dark()
    ),
    f"timeline_lanes_{nonce}_{choice.first}_{choice.last}_{choice.country}",
    f"One lane a {by}, {lists.marks_meaning(found)}: {', '.join(order[:5])}",
)
st.caption(f"{lists.marks_meaning(found).capitalize()}.")
choice = chosen_marks(lanes) or choice

# 4 · The statements behind what was chosen
behind = statements_behind(choice, wanted)
total = resources.count(at, behind)
lists.show_choice(choice, sentence(choice, total))
side_by_side = st.container(horizontal=True, gap="large")  # stacked where it is narrow
words = side_by_side.container(width="stretch")
beside = side_by_side.container(width=320)
with words:
    lists.show_statements(at, behind, "timeline_list", total=total)
with beside:
    st.subheader("Events")
    lists.show_events(timeline.events_between(happened, choice.first, choice.last))
