"""Dates as people write them in front matter, tables and first lines → one day, or a reason.

Strict on purpose: a date that could be two days ("03/04/2022") is no date. A time and a zone are
accepted and dropped: the day is the one that is written, in the zone in which it is written.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from analysis.models import Precision

_MONTHS = "january february march april may june july august september october november december"
MONTHS = {
    name[:length]: number
    for number, name in enumerate(_MONTHS.split(), 1)
    for length in range(3, len(name) + 1)
}
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS_PATTERN = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_MONTHS_PATTERN})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"

_WEEKDAY = re.compile(
    r"\b(?:"
    + "|".join(f"{day[:3]}(?:{day[3:]})?" for day in _WEEKDAYS.split())
    + r"|tues|wednes|thur?s?)\b\.?,?",
    re.IGNORECASE,
)
_CLOCK = r"(?<![\d.])\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?(?!\d)(?:\s*[ap]\.?m\b\.?)?"
_HOUR = r"(?<![\d.])\d{1,2}(?:\.\d{2})?\s*[ap]\.?m\b\.?"
_NO_MONTH = rf"(?!(?:{_MONTHS_PATTERN})\b)"
_ZONE = rf"\s*(?:[+-]\d{{2}}:?\d{{2}}\b|\(?\b{_NO_MONTH}[A-Z]{{1,5}}\b(?:[+-]\d{{1,2}})?\)?)"
_TIME = re.compile(rf"(?:\bat\s+)?(?:{_CLOCK}|{_HOUR})(?:{_ZONE})?", re.IGNORECASE)
_ISO = re.compile(
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:(?:T|\s+)\d{1,2}:\d{2}.*)?",
    re.DOTALL,
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:T\d{4,6}.*)?")
_NAMED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}[\s\-]*(?:of\s+)?{_MONTH},?[\s\-]*{_YEAR}",
        rf"{_MONTH}\s*{_DAY},?\s*{_YEAR}",
        rf"{_YEAR}[\s,\-]+{_MONTH}[\s\-]*{_DAY}",
    )
)
_NUMERIC = re.compile(
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4})\.?"
)
_EXCEL = re.compile(r"(?P<days>[2-6]\d{4})(?:\.\d+)?")
_EXCEL_EPOCH = date(1899, 12, 30)
_YEAR_ONLY = re.compile(_YEAR)
_MONTH_ONLY = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})"),
    re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"),
    re.compile(rf"{_MONTH},?[\s\-]*{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_YEAR}[\s\-]+{_MONTH}", re.IGNORECASE),
)
_WEEK_OF = re.compile(r"(?:the\s+)?week\s+(?:of|beginning|from)\s+(?P<rest>.+)", re.IGNORECASE)
_ENGLISH_MONTH = re.compile(rf"(?i)\b(?:{_MONTHS_PATTERN})\b")
_LANGUAGES = re.findall(
    r"\w+",
    "ar be bg cs da de el es et fa fi fr he hi hr hu id it ja ka kk ko lt lv nb nl pl pt ro ru sk "
    "sl sr sv th tr uk vi zh",
)
_LONGEST = 60  # characters; longer cells are no dates


@lru_cache(maxsize=10_000)
def parse_day(value: str, foreign: bool = True) -> date:
    """The day that ``value`` writes: "2023-05-03T10:20:00+08:00", "May 3, 2023", "3. Mai 2023".

    foreign: whether names of months in other languages than English are tried.

    Raises:
        ValueError: no full date, an impossible one, or one that could be two days; the message
            is for people.
    """
    written = " ".join(value.split()).strip(" ,;|")
    if len(written) > _LONGEST:
        raise ValueError(f"“{written[:20]}…” is not a date")
    if match := _ISO.fullmatch(written) or _COMPACT.fullmatch(written):
        return _make(match.group("year"), match.group("month"), match.group("day"), written)
    if match := _EXCEL.fullmatch(written):
        return _EXCEL_EPOCH + timedelta(days=int(match.group("days")))
    bare = _strip_time(written)
    for pattern in _NAMED:
        if match := pattern.fullmatch(bare):
            month = MONTHS[match.group("month").casefold()]
            return _make(match.group("year"), month, match.group("day"), written)
    if match := _NUMERIC.fullmatch(bare):
        return _numeric_day(match, written)
    if foreign and (day := _foreign_day(bare)) is not None:
        return day
    raise ValueError(f"“{written}” is not a full date; write it as year-month-day")


def parse_period(value: str) -> tuple[date, Precision]:
    """First day and precision of what ``value`` writes: "2022", "March 2022", "week of 8 Apr 2024".

    Raises:
        ValueError: as ``parse_day``.
    """
    written = " ".join(value.split()).strip(" ,;|")
    if match := _YEAR_ONLY.fullmatch(written):
        return _make(match.group("year"), 1, 1, written), "year"
    for pattern in _MONTH_ONLY:
        if match := pattern.fullmatch(written):
            month = MONTHS.get(match.group("month").casefold()) or match.group("month")
            return _make(match.group("year"), month, 1, written), "month"
    if match := _WEEK_OF.fullmatch(written):
        day = parse_day(match.group("rest"))
        return day - timedelta(days=day.weekday()), "week"
    return parse_day(value), "day"


def first_day(day: date, precision: Precision) -> date:
    """The first day of the period of ``precision`` in which ``day`` lies; weeks begin on Monday."""
    if precision == "year":
        return day.replace(month=1, day=1)
    if precision == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if precision == "week" else day


def _make(year: str, month: str | int, day: str | int, written: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValueError(f"“{written}” is not a day in the calendar") from None


def _strip_time(written: str) -> str:
    """Drop weekday, time and zone: "Tue, 3 May 2022 10:20 GMT" → "3 May 2022"."""
    bare = (
        _WEEKDAY.sub(" ", written, count=1)
        if not written[:1].isdigit() or "," in written
        else written
    )
    return " ".join(_TIME.sub(" ", bare).split()).strip(" ,;|")


def _numeric_day(match: re.Match[str], written: str) -> date:
    """Day/month/year or month/day/year, where only one of the two is possible."""
    first, second = int(match.group("first")), int(match.group("second"))
    if first != second and max(first, second) <= 12:
        raise ValueError(
            f"“{written}” could be two days; write it as year-month-day or with the month's name"
        )
    day, month = (first, second) if first > 12 else (second, first)
    return _make(match.group("year"), month, day, written)


def _foreign_day(bare: str) -> date | None:
    """Months named in other languages, through dateparser; the day and year must stand there."""
    numbers = {int(number) for number in re.findall(r"\d+", bare)}
    if not 2 <= len(numbers) <= 3 or not re.search(r"\d{4}", bare) or _ENGLISH_MONTH.search(bare):
        return None
    import dateparser  # half a second, seldom needed

    settings = {
        "STRICT_PARSING": True,
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    found = dateparser.parse(bare, languages=_LANGUAGES, settings=settings)
    return found.date() if found and {found.day, found.year} <= numbers else None
