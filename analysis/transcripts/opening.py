"""When, where and on what occasion: from a transcript's title, opening lines and file name."""

from __future__ import annotations

import re
from datetime import date

from analysis.models import Document, SaidOn
from analysis.transcripts.vocabulary import debates, occasions, squeeze

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = "|".join(_MONTHS)
_WRITTEN = re.compile(
    rf"\b(?:(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH}),?\s+(?P<year2>(?:19|20)\d\d))\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>20\d\d)\b")  # as the UN writes
TIME = re.compile(
    r"^[^\S\n]*[*_]*(?:\(?[A-Z][\w.,’' ]{0,40}[—-]\s*)?(?:As of )?"
    r"\d{1,2}(?::\d\d)?[^\S\n]*[AaPp]\.?[Mm]\.?"
    r"(?:[^\S\n]*\(?(?:[A-Z]{1,5}|Local|local time)\)?)?"
    r"(?:[^\S\n]*[—–-]+[^\n]{0,40})?[*_. \t\xa0]*$",
    re.MULTILINE,
)
DEBATE = re.compile(r"(?P<code>[A-Z]{2,3})_(?P<session>\d{1,3})_(?P<year>\d{4})")
_HEADING = re.compile(
    r"^\W*(?:Office of (?:Communications|the )|For Immediate|REMARKS|PRESS|BACKGROUND|STATEMENT"
    r"|READOUT|ADDRESS|BRIEFING|AT |IN |ON |BY |FOR IMMEDIATE)"
)
_PLACE = re.compile(r"\|\s*(?P<place>[^|]+)$|\bEn Route (?:to )?(?P<route>[A-Z].+)$")


def find_said_on(document: Document, opening: str) -> SaidOn:
    """The day: in the title, the opening lines, else the day the transcript carries."""
    for text, where in ((document.title, "title"), (opening, "opening lines")):
        if day := _first_day(text, document.published):
            return SaidOn(day, "day", "transcript date", f"the date in the transcript's {where}")
    if document.published:
        return SaidOn(document.published, "day", "transcript date", "the transcript's own date")
    return SaidOn(reason="the transcript carries no date")


def find_debate_day(document: Document, session: int, year: int) -> SaidOn:
    """The day of a General Debate speech as exactly as the file tells: a day, month or year."""
    if document.published and document.published.year == year:
        return SaidOn(document.published, "day", "transcript date", "the transcript's own date")
    days = debates().get(session)
    if days and days[0].year == year:
        reason = f"the General Debate of session {session} was held in {days[0]:%B %Y}"
        return SaidOn(days[0].replace(day=1), "month", "transcript date", reason)
    return SaidOn(date(year, 1, 1), "year", "transcript date", "the year in the file's name")


def _first_day(text: str, published: date | None) -> date | None:
    for match in (*_WRITTEN.finditer(text), *_NUMBERED.finditer(text)):
        parts = match.groupdict()
        month = parts["month"] or parts.get("month2") or ""
        number = int(month) if month.isdigit() else _MONTHS.index(month.capitalize()) + 1
        try:
            day = date(
                int(parts["year"] or parts.get("year2") or 0),
                number,
                int(parts["day"] or parts.get("day2") or 0),
            )
        except ValueError:
            continue
        # A date far from publication is what the occasion is about, not when it took place.
        if published is None or abs((published - day).days) <= 7:
            return day
    return None


def find_venue(title: str, otherwise: str) -> str:
    """The occasion by its usual name: "press briefing", "joint press conference"."""
    for pattern, venue in occasions():
        if pattern.search(title):
            return venue
    return otherwise


def find_location(title: str, opening: str) -> str:
    """The place: after the bar in the title, else the short lines above the time."""
    match = _PLACE.search(squeeze(title))
    if match:
        return f"en route to {match['route']}" if match["route"] else match["place"].strip()
    time = TIME.search(opening)
    if not time:
        return ""
    lines = [squeeze(line).strip("*_ ") for line in opening[: time.start()].splitlines()]
    places = [line for line in lines if _is_place(line, squeeze(title).lower())]
    return ", ".join(dict.fromkeys(places[-3:]))


def _is_place(line: str, title: str) -> bool:
    """Whether a line above the time is part of an address: no heading, date or sentence."""
    if not line or len(line) >= 60 or line.endswith((".", ":", "?")):
        return False
    if title and title in line.lower():
        return False
    return not (
        _HEADING.match(line) or _WRITTEN.search(line) or (line.isupper() and len(line) > 20)
    )
