"""Filters ↔ widgets ↔ address bar.

The bound widgets stand in "More filters"; the facets and chips write into them, so that each value
lives in one place and the address bar holds all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from analysis.models import Filters
from pages.shared import labels
from pages.shared.component import Action, mount

FACET = 8  # values shown before the rest is folded away and a search box appears
_IN_RAIL = 400  # speakers sent to the rail; the others are found under "More filters"
_EARLIEST = date(1900, 1, 1)
_LATEST = date(2100, 12, 31)

MODES = {"direct": "verbatim", "mixed": "partly verbatim", "indirect": "indirect"}
KINDS = {"statement": "statements", "attitude": "attitudes", "document": "documents"}
ORIGINS = {"extracted": "found in texts", "curated": "curated"}


@dataclass(frozen=True, slots=True)
class Field:
    """A filter with several values: its name in the address bar, in ``Filters``, and for people."""

    key: str
    name: str
    label: str
    chip: str = ""  # what stands before the value on a chip


FIELDS = (
    Field("country", "countries", "Country"),
    Field("not_country", "not_countries", "Not these countries"),
    Field("speaker", "speakers", "Speaker"),
    Field("not_speaker", "not_speakers", "Not these speakers"),
    Field("to", "addressees", "Spoken to", "to "),
    Field("about", "mentions", "About", "about "),
    Field("publisher", "publishers", "Publisher"),
    Field("mode", "modes", "Kind of quotation"),
    Field("origin", "origins", "Where it comes from"),
    Field("kind", "kinds", "Kind"),
)
FLAGS = {"undated": "undated_only", "unattributed": "unattributed_only"}
KEYS = (*(field.key for field in FIELDS), "said", *FLAGS)


def filters_from_session() -> Filters:
    """The filters in force, as the widgets hold them."""
    return filters_from(st.session_state)


def filters_from(state: Any) -> Filters:
    """Filters of a mapping from widget keys to their values."""
    values: dict[str, Any] = {field.name: tuple(state.get(field.key) or ()) for field in FIELDS}
    values["kinds"] = values["kinds"] or ("statement",)
    values |= {name: bool(state.get(key)) for key, name in FLAGS.items()}
    said = state.get("said") or ()
    said = said if isinstance(said, tuple | list) else (said,)
    first = said[0] if said else None
    last = said[1] if len(said) > 1 else None
    return Filters(**values, said_from=first, said_to=last)


def without(filters: Filters, field: str) -> Filters:
    """``filters`` without those of one facet, to count its values under all the others."""
    if field == "country":
        return replace(filters, countries=(), not_countries=())
    return replace(filters, speakers=(), not_speakers=(), unattributed_only=False)


def set_filter(key: str, values: Any) -> None:
    """Give one filter new values; only in a callback, before the widgets are drawn."""
    st.session_state[key] = values


def clear_filters() -> None:
    """Take all filters away."""
    for field in FIELDS:
        st.session_state[field.key] = ["statement"] if field.key == "kind" else []
    for key in FLAGS:
        st.session_state[key] = False
    st.session_state["said"] = ()


def choose(field: str, value: str, to: str) -> None:
    """Include a value of a facet, leave it out, or neither."""
    for key, wanted in ((field, "include"), (f"not_{field}", "exclude")):
        held = [one for one in st.session_state.get(key) or [] if one != value]
        st.session_state[key] = [*held, value] if to == wanted else held


def drop(key: str, value: Any) -> None:
    """Take one chip away."""
    if key == "said":
        st.session_state["said"] = ()
    elif key in FLAGS:
        st.session_state[key] = False
    elif key in KEYS:
        held = [one for one in st.session_state.get(key) or [] if one != value]
        st.session_state[key] = held or (["statement"] if key == "kind" else [])


# ── The rail ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen: every value of a field in the store, most frequent first."""

    countries: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()


def facet_items(
    counts: list[tuple[str, int]], included: list[str], excluded: list[str], *, countries: bool
) -> list[dict[str, Any]]:
    """The lines of a facet: every counted value, and chosen ones even when nothing is left."""
    known = dict(counts)
    values = [*known, *(one for one in [*included, *excluded] if one not in known)]
    return [
        {
            "value": value,
            "label": labels.country_name(value) if countries else value,
            "code": value if countries else "",
            "colour": labels.colour(value, singled_out=True) if countries else "",
            "n": known.get(value, 0),
            "state": "include" if value in included else "exclude" if value in excluded else "none",
        }
        for value in values
    ]


def show_facet(field: str, title: str, counts: list[tuple[str, int]], total: int) -> None:
    """A facet with counts, include and exclude, and a search box when it is long."""
    items = facet_items(
        counts[:_IN_RAIL],
        list(st.session_state.get(field) or []),
        list(st.session_state.get(f"not_{field}") or []),
        countries=field == "country",
    )
    data = {"title": title, "items": items, "limit": FACET, "total": f"{total:,}"}
    mount("facet", data, f"facet_{field}", lambda act: _on_facet(field, act))


def _on_facet(field: str, action: Action) -> None:
    if action.get("do") == "facet":
        choose(field, str(action.get("value")), str(action.get("to")))


def show_dates() -> None:
    """The dates between which something was said."""
    st.date_input(
        "Said between",
        value=[],
        min_value=_EARLIEST,
        max_value=_LATEST,
        key="said",
        bind="query-params",
        format="DD/MM/YYYY",
    )


def show_more(options: Options) -> None:
    """All filters as lists: the widgets that hold the values and stand in the address bar."""
    countries, speakers = list(options.countries), list(options.speakers)
    about = list(options.mentions)
    with st.popover("More filters", icon=":material/tune:", width="stretch"):
        _many("country", countries, labels.country_name)
        _many("not_country", countries, labels.country_name)
        _many("speaker", speakers)
        _many("not_speaker", speakers)
        _many("to", list(options.addressees))
        _many("about", about, lambda one: labels.country_name(one) if len(one) == 2 else one)
        _many("publisher", list(options.publishers))
        _pills("mode", MODES)
        _pills("origin", ORIGINS)
        _pills("kind", KINDS, default=["statement"])
        st.toggle("Only undated", key="undated", bind="query-params")
        st.toggle("Only without a speaker", key="unattributed", bind="query-params")


def _label(key: str) -> str:
    return next(field.label for field in FIELDS if field.key == key)


def _many(key: str, options: list[str], format_func: Any = str) -> None:
    st.multiselect(
        _label(key),
        options,
        format_func=format_func,
        key=key,
        bind="query-params",
        filter_mode="contains",
        select_all=False,
        placeholder="Any" if not key.startswith("not_") else "None",
    )


def _pills(key: str, names: dict[str, str], default: list[str] | None = None) -> None:
    st.pills(
        _label(key),
        list(names),
        selection_mode="multi",
        format_func=lambda one: names[one],
        default=default,
        key=key,
        bind="query-params",
    )


# ── The chips ─────────────────────────────────────────────────────────────────────────────────


def chips(filters: Filters) -> list[dict[str, Any]]:
    """One removable chip a value in force."""
    found = []
    for field in FIELDS:
        for value in getattr(filters, field.name):
            if field.key == "kind" and filters.kinds == ("statement",):
                continue
            label = field.chip + _chip_label(field.key, value)
            excluded = field.key.startswith("not_")
            found.append(
                {"label": label, "not": excluded, "drop": {"key": field.key, "value": value}}
            )
    for key, name in FLAGS.items():
        if getattr(filters, name):
            found.append({"label": key, "not": False, "drop": {"key": key}})
    if filters.said_from:
        found.append({"label": dates_label(filters), "not": False, "drop": {"key": "said"}})
    return found


def _chip_label(key: str, value: str) -> str:
    names = {"mode": MODES, "origin": ORIGINS, "kind": KINDS}.get(key)
    if names:
        return names.get(value, value)
    is_country = key in ("country", "not_country") or (key == "about" and len(value) == 2)
    return labels.country_name(value) if is_country else value


def dates_label(filters: Filters) -> str:
    """``since 1 Mar 2023``, ``1 Mar 2023 – 3 Apr 2023``."""
    if filters.said_from and not filters.said_to:
        return f"since {labels.day(filters.said_from)}"
    return labels.span(filters.said_from, filters.said_to)


def amount(matching: int, total: int) -> str:
    """``412 of 1,284 statements``."""
    if matching == total:
        return labels.count(total, "statement")
    return f"{matching:,} of {labels.count(total, 'statement')}"


def show_head(title: str, matching: int, total: int, applied: Filters | None = None) -> None:
    """A page's title, and beside it the filters in force and what they leave."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.title(title, width="content")
        show_chips(matching, total, applied)


def show_chips(matching: int, total: int, applied: Filters | None = None) -> None:
    """The filters in force as removable chips, and how much of the store they leave.

    ``applied`` where a page does not apply them all.
    """
    data = {"chips": chips(applied or filters_from_session()), "amount": amount(matching, total)}
    mount("chips", data, "chips", _on_chip)


def _on_chip(action: Action) -> None:
    if action.get("do") == "clear":
        clear_filters()
    elif action.get("do") == "drop":
        drop(str(action.get("key")), action.get("value"))
