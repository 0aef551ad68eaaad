"""Actors: one speaker's offices, statements over time, to whom and about whom."""

from dataclasses import replace

import streamlit as st

from analysis import timeline
from pages.shared import charts, filters, labels, lists, people, plots, resources
from pages.shared.frame import is_dark, show_empty
from pages.shared.selection import chosen_periods, statements_behind

at = resources.here()
holds = resources.summary(at)
if not holds.articles:
    show_empty()
    st.stop()

# 1 · Who
names = list(resources.options(at).speakers)
st.title("Actors")
name = st.selectbox(
    "Actor",
    names,
    index=None,
    key="actor",
    bind="query-params",
    placeholder="Choose whose statements to look at",
    filter_mode="contains",
    label_visibility="collapsed",
)
if not name:
    wanted = filters.filters_from_session()
    filters.show_chips(resources.count(at, wanted), holds.statements, wanted)
    people.show_list(at, wanted, is_dark())
    st.stop()
wanted = people.filters_of(name, filters.filters_from_session())
matching = resources.count(at, wanted)
countries = resources.facet(at, "country", replace(wanted, said_from=None, said_to=None))
code = countries[0][0] if countries else None
people.show_name(at, name, code, wanted)
filters.show_chips(matching, holds.statements, replace(wanted, speakers=()))

# 2 · Offices, and statements over time
posts = people.posts(resources.actor(name))
if posts:
    st.subheader("Offices")
    st.plotly_chart(
        charts.offices(posts, code=code, dark=is_dark()),
        key="offices",
        config=charts.CONFIG,
        alt="Offices: " + "; ".join(f"{post.label}, {post.dates}" for post in posts),
    )
if not matching:
    lists.show_no_match()
    st.stop()
first, last = resources.span(at, wanted)
unit = timeline.choose_period(first, last)
st.subheader("Statements over time")
chosen_days = plots.show_timeline(
    charts.histogram(
        resources.periods(at, wanted, unit),
        unit=unit,
        height=190,
        dark=is_dark(),
        singled_out=[code] if code else [],
    ),
    f"actor_timeline_{at.version}",
    f"{labels.count(matching, 'statement')} per {unit}, {labels.span(first, last)}",
)

# 3 · To whom, about whom
wanted = statements_behind(replace(chosen_periods(chosen_days), country=None), wanted)
chosen = {}
row = st.container(horizontal=True, gap="medium")
for field, title in (
    ("addressees", "To whom"),
    ("mentioned_countries", "About which countries"),
    ("mentions", "About whom"),
):
    with row, st.container(width=300):
        chosen[field] = people.show_counted(at, wanted, field, title, is_dark())

# 4 · The statements
to, about = chosen["addressees"], chosen["mentioned_countries"] or chosen["mentions"]
wanted = replace(
    wanted,
    addressees=(to,) if to else wanted.addressees,
    mentions=(about,) if about else wanted.mentions,
)
total = resources.count(at, wanted)
st.subheader(people.sentence(total, to, about))
lists.show_statements(at, wanted, "actor_list", total=total)
