"""Finding dates in a text and saying which day, week, month or year each one means.

Values follow TIMEX3 (2022-03-01, 2022-03, 2022-W10, P2D, PRESENT_REF). The grammar is a table of
patterns, one reader function each; words of months, weekdays, numbers and phrases such as "the
same day" are in ``data/vocabulary/dates.csv``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from analysis.models import Precision
from analysis.settings import DATA

_WINDOW = 40  # characters on either side of a word that dates are made of

Base = Literal["itself", "published", "before", "none"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """One expression of time, text ``[start, end)``.

    ``value`` is TIMEX3. ``day`` is the first day of the period, ``None`` when the expression is no
    date (a duration) or what it counts from is unknown. ``how`` is "explicit" (names the day) or
    "relative". ``base`` is what it counts from: itself, the day of publication, or the time
    spoken of ``before`` (then ``shift`` says how far, in ``unit``).
    """

    start: int
    end: int
    text: str
    value: str
    day: date | None = None
    precision: Precision | None = None
    how: str = ""
    base: Base = "none"
    shift: int = 0
    unit: str = ""


def find_dates(text: str, anchor: date | None) -> list[DateMention]:
    """All expressions of time in ``text``, in order; they do not overlap.

    ``anchor`` is the day of publication. Past is assumed: "Tuesday" is the last Tuesday up to the
    anchor, "May 2" the last 2 May up to it. "The day before" counts from the day mentioned last.
    """
    found: list[DateMention] = []
    latest: DateMention | None = None
    for match in _matches(text):
        mention = _READERS[match.lastgroup or ""](match, anchor)
        if mention is None:
            continue
        if mention.base == "before":
            mention = settle(mention, latest)
        if mention.day and mention.precision in ("day", "week"):
            latest = mention
        found.append(mention)
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the grammar, looked for only around words that dates are made of."""
    grammar, done = _grammar(), 0
    for start, end in _windows(text):
        for match in grammar.finditer(text, max(start, done), end):
            done = match.end()
            yield match


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around words that dates are made of, cut at white space, joined if they meet."""
    first = last = -1
    for match in _triggers().finditer(text):
        start = text.rfind(" ", 0, max(match.start() - _WINDOW, 0)) + 1
        space = text.find(" ", match.end() + _WINDOW)
        end = len(text) if space < 0 else space
        if start > last:
            if last >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if last >= 0:
        yield first, last


def settle(mention: DateMention, reference: DateMention | None) -> DateMention:
    """A mention that counts from the time spoken of before, counted from ``reference``."""
    if mention.base != "before":
        return mention
    if reference is None or reference.day is None:
        return replace(mention, day=None, precision=None)
    return settle_on(mention, reference.day, reference.precision)


def settle_on(mention: DateMention, day: date, precision: Precision | None) -> DateMention:
    """:func:`settle` with a bare day and its precision."""
    if mention.unit in ("day", "weekday") and precision != "day":
        return replace(mention, day=None, precision=None)
    if mention.unit == "weekday":
        away = (mention.shift - day.isoweekday()) % 7 or 7
        if mention.shift < 0:
            away = -((day.isoweekday() + mention.shift) % 7 or 7)
        return _as_day(mention, day + timedelta(days=away))
    return _shifted(mention, day, mention.shift, mention.unit)


# --- periods ---------------------------------------------------------------------------------


def _shifted(mention: DateMention, day: date, count: int, unit: str) -> DateMention:
    if unit == "day":
        return _as_day(mention, day + timedelta(days=count))
    if unit == "week":
        return _as_week(mention, day + timedelta(weeks=count))
    if unit == "month":
        months = day.year * 12 + day.month - 1 + count
        return _as_month(mention, months // 12, months % 12 + 1)
    return _as_year(mention, day.year + count)


def _as_day(mention: DateMention, day: date) -> DateMention:
    return replace(mention, value=day.isoformat(), day=day, precision="day")


def _as_week(mention: DateMention, day: date) -> DateMention:
    monday = day - timedelta(days=day.weekday())
    year, week, _ = day.isocalendar()
    return replace(mention, value=f"{year}-W{week:02d}", day=monday, precision="week")


def _as_month(mention: DateMention, year: int, month: int) -> DateMention:
    return replace(
        mention, value=f"{year}-{month:02d}", day=date(year, month, 1), precision="month"
    )


def _as_year(mention: DateMention, year: int) -> DateMention:
    return replace(mention, value=f"{year:04d}", day=date(year, 1, 1), precision="year")


# --- readers: match, anchor → mention --------------------------------------------------------


def _blank(match: re.Match[str], how: str, base: Base) -> DateMention:
    return DateMention(match.start(), match.end(), match.group(), "", how=how, base=base)


def _read_iso(match: re.Match[str], anchor: date | None) -> DateMention | None:
    try:
        return _as_day(_blank(match, "explicit", "itself"), date.fromisoformat(match.group()))
    except ValueError:
        return None


def _read_day(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """2 May, May 2nd, Friday, 10 November 2023; without a year the last one up to the anchor."""
    words = _words()
    parts = _day_parts(match.group())
    month = next(words.months[p] for p in parts if p in words.months)
    numbers = [int(re.sub(r"\D", "", p)) for p in parts if p[0].isdigit()]
    weekday = next((words.weekdays[p] for p in parts if p in words.weekdays), None)
    years = [n for n in numbers if n > 31]
    day = next((n for n in numbers if n <= 31), 0)
    mention = _blank(match, "explicit", "itself")
    if years:
        return _valid_day(mention, years[0], month, day)
    if anchor is None:
        return replace(mention, value=f"XXXX-{month:02d}-{day:02d}")
    for year in range(anchor.year, anchor.year - 4, -1):
        found = _valid_day(mention, year, month, day)
        if found and found.day and found.day <= anchor:
            if weekday and found.day.isoweekday() != weekday:
                continue
            return replace(found, base="published")
    return None


def _day_parts(text: str) -> list[str]:
    return re.findall(r"\d+(?:st|nd|rd|th)?|[A-Z][a-z]+\.?", text)


def _valid_day(mention: DateMention, year: int, month: int, day: int) -> DateMention | None:
    try:
        return _as_day(mention, date(year, month, day))
    except ValueError:
        return None


def _read_month(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """February 2023; in February, last March: without a year the last one up to the anchor."""
    words = _words()
    month = next(
        words.months[p] for p in re.findall(r"[A-Z][a-z]+\.?", match.group()) if p in words.months
    )
    year = re.search(r"\d{4}", match.group())
    mention = _blank(match, "explicit", "itself")
    if year:
        return _as_month(mention, int(year.group()), month)
    if anchor is None:
        return replace(mention, value=f"XXXX-{month:02d}")
    if match.group().lower().startswith("next"):
        return _as_month(mention, anchor.year + (month <= anchor.month), month)
    passed = month <= anchor.month
    return replace(_as_month(mention, anchor.year - (not passed), month), base="published")


def _read_year(match: re.Match[str], anchor: date | None) -> DateMention:
    year = re.search(r"\d{4}", match.group())
    assert year is not None
    return _as_year(_blank(match, "explicit", "itself"), int(year.group()))


def _read_weekday(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """Tuesday, late Tuesday, last Tuesday, Tuesday's: the last one up to the anchor."""
    words = _words()
    parts = match.group().replace("’s", "").replace("'s", "").split()
    weekday = next((words.weekdays[p] for p in parts if p in words.weekdays), 0)
    mention = _blank(match, "relative", "published")
    if {"previous", "preceding", "following"} & {part.lower() for part in parts}:
        sign = 1 if "following" in parts else -1
        return replace(
            mention, base="before", value="PAST_REF", shift=sign * weekday, unit="weekday"
        )
    if anchor is None:
        return replace(mention, value=f"XXXX-WXX-{weekday}")
    if "week" in parts:
        monday = anchor - timedelta(days=anchor.weekday() + 7 * ("last" in parts))
        return _as_day(mention, monday + timedelta(days=weekday - 1))
    back = (anchor.isoweekday() - weekday) % 7
    if parts[0].lower() == "next":
        return _as_day(mention, anchor + timedelta(days=7 - back))
    if parts[0].lower() == "last" and back == 0:
        back = 7
    return _as_day(mention, anchor - timedelta(days=back))


def _read_now(match: re.Match[str], anchor: date | None) -> DateMention:
    mention = _blank(match, "relative", "published")
    shift = _words().now[_plain(match)]
    if anchor is None:
        return replace(mention, value="PRESENT_REF" if shift == 0 else "XXXX-XX-XX")
    return _as_day(mention, anchor + timedelta(days=shift))


def _read_then(match: re.Match[str], anchor: date | None) -> DateMention:
    shift = _words().then[_plain(match)]
    unit, count = ("week", shift // 7) if shift % 7 == 0 and shift else ("day", shift)
    return replace(_blank(match, "relative", "before"), value="PAST_REF", shift=count, unit=unit)


def _read_period(match: re.Match[str], anchor: date | None) -> DateMention:
    """Last week, this month, next year, earlier this week."""
    words = _plain(match).split()
    unit = words[-1]
    shift = {"last": -1, "past": -1, "this": 0, "next": 1}[words[-2]]
    mention = _blank(match, "relative", "published")
    if anchor is None:
        return replace(mention, value="PRESENT_REF" if shift == 0 else "PAST_REF")
    return _shifted(mention, anchor, shift, unit)


def _read_weekend(match: re.Match[str], anchor: date | None) -> DateMention:
    """Over the weekend, last weekend: the Saturday that began the last one up to the anchor."""
    mention = _blank(match, "relative", "published")
    if anchor is None:
        return replace(mention, value="XXXX-WXX-WE")
    back = (anchor.isoweekday() - 6) % 7
    if "next" in match.group().lower():
        back -= 7
    saturday = anchor - timedelta(days=back)
    year, week, _ = saturday.isocalendar()
    return replace(mention, value=f"{year}-W{week:02d}-WE", day=saturday, precision="week")


def _read_ago(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """Two days ago, a week earlier, three months later."""
    words = _plain(match).split()
    count, unit = _count(words[-3]), _words().units.get(words[-2], "")
    if count is None or not unit:
        return None
    if unit == "fortnight":
        count, unit = count * 2, "week"
    if unit == "week" and words[0] == "exactly":
        count, unit = count * 7, "day"
    if words[-1] == "ago":
        mention = _blank(match, "relative", "published")
        return (
            _shifted(mention, anchor, -count, unit)
            if anchor
            else replace(mention, value="PAST_REF")
        )
    sign = 1 if words[-1] in ("later", "after", "afterwards") else -1
    mention = _blank(match, "relative", "before")
    return replace(mention, value="PAST_REF", shift=sign * count, unit=unit)


def _read_span(match: re.Match[str], anchor: date | None) -> DateMention | None:
    words = _plain(match).replace("-", " ").split()
    count, unit = _count(words[-2]), _words().units.get(words[-1], "")
    if count is None or unit in ("", "fortnight"):
        return None
    return replace(_blank(match, "", "none"), value=f"P{count}{unit[0].upper()}")


def _read_present(match: re.Match[str], anchor: date | None) -> DateMention:
    return replace(_blank(match, "", "none"), value="PRESENT_REF")


def _read_past(match: re.Match[str], anchor: date | None) -> DateMention:
    return replace(_blank(match, "", "none"), value="PAST_REF")


def _plain(match: re.Match[str]) -> str:
    return re.sub(r"\s+", " ", match.group().lower())


def _count(word: str) -> int | None:
    return int(word) if word.isdigit() else _words().numbers.get(word)


_READERS: dict[str, Callable[[re.Match[str], date | None], DateMention | None]] = {
    "iso": _read_iso,
    "day": _read_day,
    "month": _read_month,
    "weekend": _read_weekend,
    "weekday": _read_weekday,
    "now": _read_now,
    "ago": _read_ago,
    "then": _read_then,
    "period": _read_period,
    "span": _read_span,
    "year": _read_year,
    "present": _read_present,
    "past": _read_past,
}


# --- the grammar -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    now: dict[str, int]
    then: dict[str, int]
    present: tuple[str, ...]
    past: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    tables: dict[str, dict[str, str]] = {}
    path = DATA / "vocabulary" / "dates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tables.setdefault(row["use"], {})[row["word"]] = row["value"]

    def numbers(use: str) -> dict[str, int]:
        return {word: int(value) for word, value in tables[use].items()}

    return _Words(
        months=numbers("month"),
        weekdays=numbers("weekday"),
        numbers=numbers("number"),
        units=tables["unit"],
        now=numbers("now"),
        then=numbers("then"),
        present=tuple(tables["now word"]),
        past=tuple(tables["past word"]),
    )


def _any(words: list[str] | dict[str, int] | dict[str, str] | tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)


@lru_cache(maxsize=1)
def _grammar() -> re.Pattern[str]:
    words: Iterator[tuple[str, str]] = iter(_patterns(_words()))
    return re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in words))


@lru_cache(maxsize=1)
def _triggers() -> re.Pattern[str]:
    words = _words()
    names = {*words.months, *words.weekdays, *words.units, *words.present, *words.past}
    for phrase in (*words.now, *words.then):
        names |= {phrase.split()[-1]}
    stems = "|".join(sorted((re.escape(name.rstrip(".")) for name in names), key=len, reverse=True))
    return re.compile(rf"\b(?:(?i:{stems}|weekend)|(?:19|20)\d\d)\b")


def _patterns(words: _Words) -> list[tuple[str, str]]:
    month, weekday = rf"(?:{_any(words.months)})(?!\w)", rf"(?:{_any(words.weekdays)})(?!\w)"
    number, unit = rf"(?:\d{{1,3}}|(?i:{_any(words.numbers)}))", rf"(?:{_any(words.units)})\b"
    ordinal, year = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)", r"(?:19|20)\d\d(?!\d)"
    span = rf"{ordinal}(?:\s?[–-]\s?\d{{1,2}}(?!\d))?"
    part = r"(?:\s+(?:morning|afternoon|evening|night))?"
    before = r"(?i:in|since|last|this|next|until|by|during|of|from|through)"
    rough = r"(?i:early|late|mid)[-\s]"
    preposed = r"(?i:in|since|during|by|until|from|before|after|of|early|late|mid|throughout)"
    stop = r"(?=\s*(?:[,.;:)–—]|$))"
    return [
        ("iso", r"\b\d{4}-\d{2}-\d{2}\b"),
        (
            "day",
            rf"\b(?:{weekday},?\s+)?(?:(?:the\s+)?{span}(?:\s+of)?\s+{month}|{month}\s+{span}(?!\s*%))"
            rf"(?:,?\s+{year})?",
        ),
        (
            "month",
            rf"\b{month}(?:\s+of)?,?\s+{year}|\b(?:{rough}|{before}\s+(?:{rough})?){month}(?!\s*\d)",
        ),
        (
            "weekend",
            r"\b(?i:(?:over|at|on|during|this|last|past|next)\s+(?:(?:the|this|last|past)\s+)?(?:past\s+|last\s+)?weekend)\b",
        ),
        (
            "weekday",
            rf"\b(?:(?:[Ll]ate|[Ee]arly|[Ll]ast|[Nn]ext|[Tt]his|[Tt]he\s+(?:previous|preceding|following)"
            rf"|[Pp]revious)\s+)*{weekday}(?:[’']s)?{part}(?:\s+(?:of\s+)?(?:last|this)\s+week)?",
        ),
        (
            "ago",
            rf"\b(?:[Ee]xactly\s+|[Jj]ust\s+)?{number}\s+{unit}\s+(?:ago|earlier|later|afterwards|(?:before|after){stop})(?!\w)",
        ),
        ("then", rf"\b(?i:{_any(words.then)})\b(?:(?<!before)(?<!after)|{stop})"),
        ("now", rf"\b(?i:{_any(words.now)})\b"),
        (
            "period",
            r"\b(?i:(?:earlier\s+|later\s+|late\s+|early\s+)?(?:the\s+)?(?:last|past|this|next)\s+(?:week|month|year))\b",
        ),
        ("span", rf"\b{number}[\s-]+{unit}"),
        ("year", rf"\b{preposed}\s+{year}(?![\d-])"),
        ("present", rf"\b(?i:{_any(words.present)})\b"),
        ("past", rf"\b(?i:{_any(words.past)})\b"),
    ]
