"""What the page of one actor shows besides statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from analysis.models import Actor, Filters
from pages.shared import charts, flags, labels, resources
from pages.shared.actions import open_actor
from pages.shared.charts import Post
from pages.shared.plots import Selection, show_bars
from pages.shared.selection import chosen_bar

TOP = 8
_OPEN_START = date(2010, 1, 1)  # where a bar begins whose first day is not known


def filters_of(name: str, filters: Filters) -> Filters:
    """The filters in force, for one actor: speaker and country are given by the actor."""
    return replace(
        filters,
        speakers=(name,),
        not_speakers=(),
        countries=(),
        not_countries=(),
        unattributed_only=False,
    )


def posts(actor: Actor | None, today: date | None = None) -> list[Post]:
    """The actor's dated offices, the latest first; open ends reach to the chart's edge."""
    if actor is None:
        return []
    today = today or date.today()
    dated = [office for office in actor.offices if office.start or office.end]
    return [
        Post(
            label=", ".join(filter(None, (office.role, office.organisation))),
            start=office.start or min(_OPEN_START, office.end or _OPEN_START),
            end=max(office.end or today, office.start or _OPEN_START),
            dates=dates(office.start, office.end),
        )
        for office in sorted(dated, key=lambda one: one.start or date.min, reverse=True)
    ]


def dates(start: date | None, end: date | None) -> str:
    """``since 14 Mar 2013``, ``until 3 May 2020``, ``1 Jan 2020 – 3 May 2022``."""
    if start and end:
        return labels.span(start, end)
    return f"since {labels.day(start)}" if start else f"until {labels.day(end)}"


def show_name(at: resources.At, name: str, code: str | None, wanted: Filters) -> None:
    """Name, country, how many statements, from when to when."""
    everything = replace(wanted, said_from=None, said_to=None)
    first, last = resources.span(at, everything)
    country = f"{labels.country_name(code)} ({code}) · " if code else ""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        flag = flags.file(code)
        if flag:
            st.image(flag, width=24, alt=f"Flag of {labels.country_name(code)}")
        st.header(labels.plain(name), width="stretch")
    st.write(
        f"{country}{labels.count(resources.count(at, everything), 'statement')}, "
        f"{labels.span(first, last)}"
    )


def show_list(at: resources.At, wanted: Filters, dark: bool) -> None:
    """Who speaks most among the statements that match, to choose from."""
    names = resources.speakers_with_country(at, wanted, 15)
    if not names:
        st.info("No statement that matches the filters has a speaker. Take a filter away.")
        return
    st.subheader("Who speaks most")
    show_speakers(names, "actors_list", dark)
    st.caption("Click a bar, or choose an actor above.")


def show_speakers(names: Sequence[tuple[str, int, str | None]], key: str, dark: bool) -> None:
    """Speakers with how many statements they made; a click opens one's page."""
    show_bars(
        charts.bars([(name, name, n, code) for name, n, code in names], dark=dark),
        key,
        "Who speaks most: " + ", ".join(f"{name} {n}" for name, n, _ in names[:5]),
        _open_chosen,
    )


def _open_chosen(selection: Selection) -> None:
    name = chosen_bar(selection)
    if name:
        open_actor(name)


def show_counted(
    at: resources.At, wanted: Filters, field: str, title: str, dark: bool
) -> str | None:
    """A short bar list of a field; returns the value that was clicked."""
    st.subheader(title)
    counts = resources.facet(at, field, wanted)[:TOP]
    if not counts:
        st.caption("Nobody is named." if field != "mentioned_countries" else "None is named.")
        return None
    countries = field == "mentioned_countries"
    values = [
        (value, labels.country_name(value) if countries else value, n, value if countries else None)
        for value, n in counts
    ]
    alt = f"{title}: " + ", ".join(f"{label} {n}" for _, label, n, _ in values[:5])
    return chosen_bar(show_bars(charts.bars(values, dark=dark), f"actor_{field}", alt))


def sentence(total: int, to: str | None, about: str | None) -> str:
    """What the list holds: ``12 statements to Sergei Lavrov about Ukraine``."""
    parts = [labels.count(total, "statement")]
    if to:
        parts.append(f"to {labels.plain(to)}")
    if about:
        parts.append(f"about {labels.plain(labels.country_name(about))}")
    return " ".join(parts)
