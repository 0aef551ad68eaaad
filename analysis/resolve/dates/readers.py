"""What a matched pattern means: one reader function a pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from analysis.resolve.dates.mention import (
    Base,
    DateMention,
    as_day,
    as_month,
    as_year,
    shifted,
)
from analysis.resolve.dates.periods import (
    count_of,
    duration,
    plain,
    read_amount,
    read_attacks,
    read_century,
    read_clock,
    read_decade,
    read_edge,
    read_half,
    read_holiday,
    read_quarter,
    read_rate,
    read_season,
    with_value,
)
from analysis.resolve.dates.tense import looks_ahead
from analysis.resolve.dates.words import load_words


def _blank(match: re.Match[str], how: str, base: Base) -> DateMention:
    return DateMention(match.start(), match.end(), match.group(), "", how=how, base=base)


def _read_iso(match: re.Match[str], anchor: date | None) -> DateMention | None:
    try:
        day = date.fromisoformat(match.group().replace("/", "-"))
        return as_day(_blank(match, "explicit", "itself"), day)
    except ValueError:
        return None


def _read_day(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """2 May, May 2nd, Friday, 10 November 2023; without a year the last one up to the anchor."""
    words = load_words()
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
    ahead = looks_ahead(match)
    years_near = (
        range(anchor.year, anchor.year + 4) if ahead else range(anchor.year, anchor.year - 4, -1)
    )
    for year in years_near:
        found = _valid_day(mention, year, month, day)
        if found and found.day and (found.day >= anchor if ahead else found.day <= anchor):
            if weekday and found.day.isoweekday() != weekday:
                continue
            return replace(found, base="published")
    return None


def _day_parts(text: str) -> list[str]:
    return re.findall(r"\d+(?:st|nd|rd|th)?|[A-Z][a-z]+\.?", text)


def _valid_day(mention: DateMention, year: int, month: int, day: int) -> DateMention | None:
    try:
        return as_day(mention, date(year, month, day))
    except ValueError:
        return None


def _read_month(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """February 2023; in February, last March: without a year the last one up to the anchor."""
    words = load_words()
    month = next(
        words.months[p] for p in re.findall(r"[A-Z][a-z]+\.?", match.group()) if p in words.months
    )
    year = re.search(r"\d{4}", match.group())
    mention = _blank(match, "explicit", "itself")
    if year:
        return as_month(mention, int(year.group()), month)
    if anchor is None:
        return replace(mention, value=f"XXXX-{month:02d}")
    if match.group().lower().startswith("next"):
        return as_month(mention, anchor.year + (month <= anchor.month), month)
    if looks_ahead(match):
        return replace(
            as_month(mention, anchor.year + (month < anchor.month), month), base="published"
        )
    if match.group().lower().startswith("this"):
        return replace(as_month(mention, anchor.year, month), base="published")
    passed = month <= anchor.month
    return replace(as_month(mention, anchor.year - (not passed), month), base="published")


def _read_year(match: re.Match[str], anchor: date | None) -> DateMention:
    year = re.search(r"\d{4}", match.group())
    assert year is not None
    return as_year(_blank(match, "explicit", "itself"), int(year.group()))


def _read_weekday(match: re.Match[str], anchor: date | None) -> DateMention | None:
    """Tuesday, late Tuesday, last Tuesday, Tuesday's: the last one up to the anchor."""
    words = load_words()
    parts = match.group().replace("’s", "").replace("'s", "").split()
    weekday = next((words.weekdays[p] for p in parts if p in words.weekdays), 0)
    mention = _blank(match, "relative", "published")
    if {"previous", "preceding", "following"} & {part.lower() for part in parts}:
        sign = 1 if "following" in parts else -1
        return replace(
            mention, base="before", value="PAST_REF", shift=sign * weekday, unit="weekday"
        )
    if anchor is None:
        return _in_part(replace(mention, value=f"XXXX-WXX-{weekday}"), parts)
    lower = [part.lower() for part in parts]
    if "week" in parts:
        lower = lower[:-2] if lower[-2] in ("last", "this") else lower
        monday = anchor - timedelta(days=anchor.weekday() + 7 * ("last" in parts))
        return _in_part(as_day(mention, monday + timedelta(days=weekday - 1)), lower)
    return _in_part(as_day(mention, _weekday_near(weekday, lower[0], match, anchor)), lower)


def _weekday_near(weekday: int, lead: str, match: re.Match[str], anchor: date) -> date:
    """The day that "Tuesday", "last Tuesday", "next Tuesday" or "this Tuesday" means."""
    back = (anchor.isoweekday() - weekday) % 7
    if lead == "this":
        return anchor + timedelta(days=weekday - anchor.isoweekday())
    if lead == "next":
        return anchor + timedelta(days=7 - back)
    if lead == "last":
        return anchor - timedelta(days=back or 7)
    return (
        anchor - timedelta(days=back)
        if not back or not looks_ahead(match)
        else (anchor + timedelta(days=7 - back))
    )


def _read_now(match: re.Match[str], anchor: date | None) -> DateMention:
    mention = _blank(match, "relative", "published")
    shift = load_words().now[plain(match)]
    if anchor is None:
        return replace(mention, value="PRESENT_REF" if shift == 0 else "XXXX-XX-XX")
    return _in_part(as_day(mention, anchor + timedelta(days=shift)), plain(match).split())


def _in_part(mention: DateMention, words: list[str]) -> DateMention:
    """The mention with the part of the day that its last word names: "tonight", "last night"."""
    part = load_words().parts.get(words[-1], "") if words else ""
    return replace(mention, value=mention.value + part)


def _read_then(match: re.Match[str], anchor: date | None) -> DateMention:
    shift = load_words().then[plain(match)]
    unit, count = ("week", shift // 7) if shift % 7 == 0 and shift else ("day", shift)
    return replace(_blank(match, "relative", "before"), value="PAST_REF", shift=count, unit=unit)


def _read_period(match: re.Match[str], anchor: date | None) -> DateMention:
    """Last week, this month, next year, earlier this week."""
    words = plain(match).split()
    unit = words[-1]
    if words[-2] == "past":  # "the past week" is as long as a week, not the calendar's last one
        return with_value(match, duration(1, load_words().amounts[unit]))
    shift = {"last": -1, "past": -1, "this": 0, "next": 1}[words[-2]]
    mention = _blank(match, "relative", "published")
    if anchor is None:
        return replace(mention, value="PRESENT_REF" if shift == 0 else "PAST_REF")
    return shifted(mention, anchor, shift, unit)


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
    words = plain(match).split()
    count, unit = count_of(words[-3]), load_words().units.get(words[-2], "")
    if count is None or not unit:
        return None
    if unit == "fortnight":
        count, unit = count * 2, "week"
    if unit == "week" and words[0] == "exactly":
        count, unit = count * 7, "day"
    if words[-1] == "ago":
        mention = _blank(match, "relative", "published")
        return (
            shifted(mention, anchor, -count, unit) if anchor else replace(mention, value="PAST_REF")
        )
    sign = 1 if words[-1] in ("later", "after", "afterwards") else -1
    mention = _blank(match, "relative", "before")
    return replace(mention, value="PAST_REF", shift=sign * count, unit=unit)


def _read_present(match: re.Match[str], anchor: date | None) -> DateMention:
    return replace(_blank(match, "", "none"), value="PRESENT_REF")


def _read_future(match: re.Match[str], anchor: date | None) -> DateMention:
    return replace(_blank(match, "", "none"), value="FUTURE_REF")


def _read_bare(match: re.Match[str], anchor: date | None) -> DateMention:
    """The 2014 annexation: a year that dates the thing, not what is said of it."""
    return with_value(match, match.group())


def _read_past(match: re.Match[str], anchor: date | None) -> DateMention:
    return replace(_blank(match, "", "none"), value="PAST_REF")


READERS: dict[str, Callable[[re.Match[str], date | None], DateMention | None]] = {
    "iso": _read_iso,
    "day": _read_day,
    "month": _read_month,
    "weekend": _read_weekend,
    "weekday": _read_weekday,
    "now": _read_now,
    "ago": _read_ago,
    "then": _read_then,
    "period": _read_period,
    "span": read_amount,
    "clock": read_clock,
    "quarter": read_quarter,
    "half": read_half,
    "season": read_season,
    "decade": read_decade,
    "century": read_century,
    "edge": read_edge,
    "holiday": read_holiday,
    "attacks": read_attacks,
    "rate": read_rate,
    "future": _read_future,
    "bare": _read_bare,
    "year": _read_year,
    "present": _read_present,
    "past": _read_past,
}
