"""Overview: what the store holds, who speaks most, what is new, what is missing."""

from dataclasses import replace

import streamlit as st

from analysis import timeline
from pages.shared import charts, filters, labels, lists, people, plots, resources
from pages.shared.actions import go
from pages.shared.frame import is_dark, show_add_files, show_empty
from pages.shared.selection import chosen_periods

at = resources.here()
holds = resources.summary(at)
if not holds.articles:
    show_empty()
    st.stop()

wanted = filters.filters_from_session()
matching = resources.count(at, wanted)
filters.show_head("Overview", matching, holds.statements)
st.write(
    f"**{labels.count(holds.statements, 'statement')}** by "
    f"{labels.count(holds.speakers, 'speaker')} of "
    f"{labels.count(holds.countries, 'country', 'countries')}, "
    f"{labels.span(holds.first, holds.last)}, from {labels.count(holds.articles, 'article')}; "
    f"{holds.undated:,} undated, {holds.unattributed:,} unattributed."
)
if not matching:
    lists.show_no_match()
    st.stop()


def open_period(selection: plots.Selection) -> None:
    """A click on the small timeline opens that period on the large one."""
    choice = chosen_periods(selection)
    if choice.first and choice.last:
        filters.set_filter("said", (choice.first, choice.last))
        go("timeline")


def open_week() -> None:
    """The busiest week on the large timeline."""
    if busiest:
        filters.set_filter("said", timeline.period_bounds(busiest[0], "week"))
        go("timeline")


def open_missing(key: str) -> None:
    """The statements that lack something, as a list."""
    filters.set_filter(key, True)
    go("search")


busiest = timeline.busiest(resources.periods(at, wanted, "week"))
unit = timeline.choose_period(holds.first, holds.last, bars=60)
counts = resources.periods(at, wanted, unit)
plots.show_timeline(
    charts.histogram(counts, unit=unit, height=210, dark=is_dark(), singled_out=wanted.countries),
    "overview_timeline",
    f"Statements per {unit} by country, {labels.span(holds.first, holds.last)}",
    open_period,
)

side_by_side = st.container(horizontal=True, gap="large")  # stacked where it is narrow
newest = side_by_side.container(width="stretch")
beside = side_by_side.container(width=320)
with newest:
    st.subheader("Newest statements")
    lists.show_statements(at, wanted, "newest", total=matching)
with beside:
    st.subheader("Who speaks most")
    names = resources.speakers_with_country(at, wanted, 8)
    people.show_speakers(names, "overview_speakers", is_dark())
    if busiest:
        first, last = timeline.period_bounds(busiest[0], "week")
        st.subheader("Busiest week")
        st.button(
            f"{labels.span(first, last)}: {labels.count(busiest[1], 'statement')}",
            type="tertiary",
            on_click=open_week,
        )
        lists.show_events(timeline.events_between(resources.events(), first, last), limit=4)
    st.subheader("What is missing")
    for key, noun, wanting in (
        ("undated", "undated", replace(wanted, undated_only=True)),
        ("unattributed", "without a speaker", replace(wanted, unattributed_only=True)),
    ):
        number = resources.count(at, wanting)
        st.button(
            f"{labels.count(number, 'statement')} {noun}",
            key=f"missing_{key}",
            type="tertiary",
            disabled=not number,
            on_click=open_missing,
            args=(key,),
        )
    show_add_files()
