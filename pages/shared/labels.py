"""Words, dates and colours as people read them; no Streamlit here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from babel import Locale

from analysis.models import Event

NOBODY = "Unattributed"
UNDATED = "undated"

# Actors keep one colour everywhere; the second one is for dark ground.
_FIXED = {
    "CN": ("#CC3311", "#E5735A"),
    "US": ("#0077BB", "#4FA9DE"),
    "UA": ("#DDAA33", "#E8C469"),
    "RU": ("#AA3377", "#D077A6"),
    "EU": ("#33BBEE", "#6FD0F4"),
    "UN": ("#009988", "#45BDAF"),
    "NATO": ("#44546A", "#93A4BC"),
}
# From Paul Tol's palettes, for countries that were singled out.
_SINGLED_OUT = {
    "DE": ("#999933", "#C4C46A"),
    "FR": ("#332288", "#8F83D6"),
    "GB": ("#882255", "#C26A96"),
    "IN": ("#EE7733", "#F3A172"),
    "BR": ("#117733", "#5CB377"),
    "PL": ("#CC6677", "#DE96A2"),
    "TR": ("#EE3377", "#F47CA6"),
    "HU": ("#661100", "#B77468"),
}
_GREY = ("#8A939D", "#8A939D")
_SHORT = {"NATO": "NATO", "HK": "Hong Kong", "US": "United States"}


@lru_cache(maxsize=1)
def _territories() -> Mapping[str, str]:
    return Locale("en").territories


def country_name(code: str | None) -> str:
    """The English name of a country or body by its code; the code itself when it is not known."""
    if not code:
        return "No country"
    return _SHORT.get(code) or _territories().get(code, code)


def country_code(name: str, codes: list[str]) -> str | None:
    """The one of ``codes`` that bears ``name``."""
    return next((code for code in codes if country_name(code) == name), None)


def colour(code: str | None, *, dark: bool = False, singled_out: bool = False) -> str:
    """The colour of an actor's country; grey unless it is fixed or ``singled_out``."""
    known = _FIXED | _SINGLED_OUT if singled_out else _FIXED
    return known.get(code or "", _GREY)[dark]


def has_colour(code: str | None) -> bool:
    """Whether the country keeps one colour everywhere."""
    return code in _FIXED


def day(value: date | None) -> str:
    """``10 Apr 2024``; empty when there is no date."""
    return f"{value.day} {value:%b %Y}" if value else ""


def weekday(value: date) -> str:
    """``Wednesday 10 April 2024``."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def period(start: date, unit: str) -> str:
    """The period that begins on ``start``, as its ``unit`` allows: never more exact than it is."""
    if unit == "week":
        return f"week of {day(start)}"
    return {"month": f"{start:%b %Y}", "year": f"{start:%Y}"}.get(unit, day(start))


def said_label(row: Mapping[str, Any]) -> str:
    """When a statement was said, no more exactly than known: ``Apr 2024``, ``undated``."""
    if not row.get("said_on"):
        return UNDATED
    return period(row["said_on"], row.get("said_on_precision") or "day")


def said_hover(row: Mapping[str, Any]) -> str:
    """The weekday and how the date was found, or why there is none."""
    reason = row.get("said_on_reason") or row.get("said_on_how") or ""
    if not row.get("said_on"):
        return f"Undated: {reason}" if reason else "Undated: the text gives no date"
    exact = (row.get("said_on_precision") or "day") == "day"
    when = weekday(row["said_on"]) if exact else said_label(row)
    return f"Said {when} ({reason})" if reason else f"Said {when}"


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 statement``, ``1,284 statements``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def span(first: date | None, last: date | None) -> str:
    """``24 Feb 2022 – 14 Nov 2025``."""
    if not first or not last:
        return "no dates"
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def shortened(text: str, length: int) -> str:
    """``text`` cut at a word to at most ``length`` characters, with an ellipsis."""
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut).rstrip(" ,;:.") + "…"


def plain(text: str) -> str:
    """``text`` so that Markdown shows it as it is: no emphasis, links, maths, colours, icons."""
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])", r"\\\1", text)


def event_label(event: Event) -> str:
    """Day and title of an event."""
    return f"{day(event.day)} · {event.title}"
