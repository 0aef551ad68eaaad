"""What times of day, quarters, seasons, decades, amounts and returning times come to.

They have a TIMEX3 value but no ``day``, so nothing that is said is dated by them; only a time that
stands with its day ("midnight on Monday") has one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from analysis.resolve.dates.mention import DateMention
from analysis.resolve.dates.words import load_words

Read = DateMention | None
_LAST = ("last", "past")
_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}


def plain(match: re.Match[str]) -> str:
    """The matched words in lower case on one line."""
    return re.sub(r"\s+", " ", match.group().lower()).replace("’", "'").replace("‘", "'")


def with_value(match: re.Match[str], value: str, *, repeated: bool = False) -> DateMention:
    """A mention that has a value and dates nothing."""
    return DateMention(match.start(), match.end(), match.group(), value, repeated=repeated)


def read_clock(match: re.Match[str], anchor: date | None) -> Read:
    """5 p.m., 10:30 a.m. Tuesday, 1400 GMT, noon: on the day that follows, else the anchor."""
    words = plain(match)
    clock = _clock(words)
    if clock is None:
        return None
    day = _day_of_clock(words, anchor)
    mention = with_value(match, f"{day.isoformat() if day else 'XXXX-XX-XX'}{clock}")
    if day and _names_day(words):
        return replace(mention, day=day, precision="day", how="relative", base="published")
    return mention


def _names_day(words: str) -> bool:
    """Whether the time of day stands with its day: "midnight on Monday"."""
    return words.split()[-1] in _DAYS or words.endswith("day")


def _clock(words: str) -> str | None:
    if words.startswith("noon"):
        return "T12:00"
    if words.startswith("midnight"):
        return "T24:00"
    four = re.match(r"(\d\d)(\d\d) (?:gmt|utc)", words)
    if four:
        hour, minute, half = int(four.group(1)), int(four.group(2)), ""
    else:
        found = re.match(r"(\d{1,2})(?:[:.](\d\d))?(?: ?([ap])\.?m)?", words)
        assert found is not None
        hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3) or ""
    if half:
        hour = hour % 12 + (12 if half == "p" else 0) if hour <= 12 else 99
    return f"T{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _day_of_clock(words: str, anchor: date | None) -> date | None:
    last = words.split()[-1]
    if anchor is None or last in _DAYS:
        return anchor + timedelta(days=_DAYS[last]) if anchor else None
    weekday = next((n for w, n in load_words().weekdays.items() if w.lower() == last), None)
    if weekday is None:
        return anchor
    return anchor - timedelta(days=(anchor.isoweekday() - weekday) % 7)


def read_quarter(match: re.Match[str], anchor: date | None) -> Read:
    """The second quarter of 2023, Q2, last quarter: without a year the last one begun."""
    words = plain(match).replace("-", " ").split()
    number = next(
        (load_words().ordinals[w] for w in words if w in load_words().ordinals and w != "last"), 0
    )
    number = number or next((int(w[1]) for w in words if re.fullmatch(r"q[1-4]", w)), 0)
    year = year_in(words, anchor)
    if number or "of" in words:
        number = number or 4
        if year is None and anchor is not None:
            year = anchor.year - (number > _quarter(anchor))
        return with_value(match, f"{year or 'XXXX'}-Q{number}")
    if anchor is None:
        return with_value(match, "XXXX-QX")
    shift = {"last": -1, "previous": -1, "next": 1}.get(words[-2], 0)
    count = anchor.year * 4 + _quarter(anchor) - 1 + shift
    return with_value(match, f"{count // 4}-Q{count % 4 + 1}")


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def year_in(words: list[str], anchor: date | None) -> int | None:
    """The year that words name: 2023, last year, this year."""
    for before, word in zip(["", *words], words, strict=False):
        if re.fullmatch(r"(?:19|20)\d\d", word):
            return int(word)
        if word == "year" and anchor:
            return anchor.year + {"last": -1, "next": 1}.get(before, 0)
    return None


def read_half(match: re.Match[str], anchor: date | None) -> Read:
    """The first half of 2023, of last year."""
    words = plain(match).split()
    return with_value(match, f"{year_in(words, anchor) or 'XXXX'}-H{1 + ('second' in words)}")


def read_season(match: re.Match[str], anchor: date | None) -> Read:
    """Spring 2022, last summer, this winter; a winter is of the year it begins in."""
    words = plain(match).replace("-", " ").split()
    season = next(load_words().seasons[w] for w in words if w in load_words().seasons)
    year = year_in(words, anchor)
    if year is None and anchor is not None:
        year = anchor.year + _seasons_away(words, season, anchor)
    return with_value(match, f"{year or 'XXXX'}-{season}")


def _seasons_away(words: list[str], season: str, anchor: date) -> int:
    """How many years off "last summer" lies: the last one that is over, the next one to come."""
    first = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[season]
    begun = anchor.month >= first
    over = begun and season != "WI" and anchor.month >= first + 3
    if "last" in words:
        if season == "WI":
            return -2 if anchor.month <= 2 else -1
        return 0 if over else -1
    if "next" in words:
        return 1 if begun else 0
    return -1 if season == "WI" and anchor.month <= 2 else 0


def read_decade(match: re.Match[str], anchor: date | None) -> Read:
    """The 1990s, the '80s, the nineties: the first three digits of its years."""
    words = plain(match)
    digits = re.search(r"(\d\d)?(\d)0s", words)
    if digits:
        return with_value(match, f"{digits.group(1) or _century(digits.group(2))}{digits.group(2)}")
    number = next(n for word, n in load_words().decades.items() if words.endswith(word))
    return with_value(match, f"19{number}")


def _century(decade: str) -> str:
    return "20" if decade == "2" else "19"


def read_century(match: re.Match[str], anchor: date | None) -> Read:
    """The 19th century is 18: the first two digits of its years."""
    number = re.search(r"\d+", match.group())
    assert number is not None
    return with_value(match, f"{int(number.group()) - 1:02d}")


def read_edge(match: re.Match[str], anchor: date | None) -> Read:
    """The end of the year: the anchor's."""
    unit = plain(match).split()[-1]
    if anchor is None:
        return None
    week = anchor.isocalendar()
    values = {
        "year": f"{anchor.year}",
        "month": f"{anchor:%Y-%m}",
        "week": f"{week.year}-W{week.week:02d}",
    }
    return with_value(match, values[unit])


def read_holiday(match: re.Match[str], anchor: date | None) -> Read:
    """Christmas, New Year's Eve 2022: without a year the last one up to the anchor."""
    text = " ".join(match.group().split())
    holidays = load_words().holidays
    name = max((name for name in holidays if text.startswith(name)), key=len)
    year = year_in(text.split(), None)
    if year is None and anchor is not None:
        year = anchor.year - (holidays[name] > f"{anchor:%m-%d}")
    return with_value(match, f"{year or 'XXXX'}-{holidays[name]}")


def read_attacks(match: re.Match[str], anchor: date | None) -> Read:
    """9/11."""
    return with_value(match, "2001-09-11")


def read_amount(match: re.Match[str], anchor: date | None) -> Read:
    """Two days P2D, several weeks PXW, half an hour PT30M; "recent years" are past."""
    words = plain(match).replace("-", " ").split()
    if words[0] == "half":
        return with_value(match, "PT30M" if words[-1] == "hour" else "P6M")
    if "recent" in words:
        return with_value(match, "PAST_REF")
    if len(words) > 1 and words[-1] in ("decade", "century", "hour") and words[-2] in _LAST:
        return with_value(match, duration(1, load_words().amounts[words[-1]]))
    unit = load_words().amounts.get(words[-1], "")
    mention = with_value(match, duration(count_of(words[-2]) if len(words) > 1 else None, unit))
    if words[0] in ("for", "within"):
        size = match.group().index(match.group().split()[1])
        return replace(mention, start=mention.start + size, text=mention.text[size:])
    return mention


def duration(count: int | None, unit: str) -> str:
    """The value of so many units; X where nobody says how many."""
    number = "X" if count is None else str(count)
    return f"PT{number}{unit[1:]}" if unit.startswith("T") else f"P{number}{unit}"


def count_of(word: str) -> int | None:
    """The number a word or digits stand for."""
    return int(word) if word.isdigit() else load_words().numbers.get(word)


def read_rate(match: re.Match[str], anchor: date | None) -> Read:
    """Every Monday, twice a week, daily."""
    words, printed = plain(match).split(), match.group().split()[-1]
    return with_value(match, _rate(words, words[-1], printed), repeated=True)


def _rate(words: list[str], last: str, printed: str) -> str:
    lists = load_words()
    if last in lists.rates:
        return lists.rates[last]
    weekday = lists.weekdays.get(printed) or lists.weekdays.get(printed.removesuffix("s"))
    if weekday:
        return f"XXXX-WXX-{weekday}"
    if printed in lists.months:
        return f"XXXX-{lists.months[printed]:02d}"
    if last in lists.parts:
        return f"XXXX-XX-XX{lists.parts[last]}"
    if last in lists.seasons:
        return f"XXXX-{lists.seasons[last]}"
    count = 2 if words[-2] == "other" else count_of(words[-2])
    return duration(count or 1, lists.amounts.get(last, ""))
