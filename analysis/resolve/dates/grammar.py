"""The patterns of expressions of time, made from the words of ``data/vocabulary/dates.csv``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from analysis.resolve.dates.patterns import (
    BARE_YEAR,
    NOT_COUNTED,
    amount_pattern,
    clock_pattern,
    period_patterns,
    rate_pattern,
)
from analysis.resolve.dates.words import Words, any_of, load_words


@lru_cache(maxsize=1)
def grammar() -> re.Pattern[str]:
    """One pattern of all expressions; the group that matched names its reader."""
    words: Iterator[tuple[str, str]] = iter(_patterns(load_words()))
    return re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in words))


@lru_cache(maxsize=1)
def triggers() -> re.Pattern[str]:
    """A pattern of the words without which there is no expression of time."""
    words = load_words()
    names = {*words.months, *words.weekdays, *words.units, *words.present, *words.past}
    names |= {*words.future, *words.amounts, *words.seasons, *words.decades, *words.rates}
    names |= {holiday.split()[0] for holiday in words.holidays}
    for phrase in (*words.now, *words.then):
        names |= {phrase.split()[-1]}
    stems = "|".join(sorted((re.escape(name.rstrip(".")) for name in names), key=len, reverse=True))
    return re.compile(
        rf"\b(?:(?i:{stems}|weekend|midnight|noon|half)|(?:19|20)\d\d)\b"
        r"|[ap]\.?m\b|o[’']clock|\d:\d\d|\d{4}\s+(?:GMT|UTC)|\d0s\b|centur|(?<!\d)9/11(?!\d)"
        r"|\bQ[1-4]\b|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b|\b\d{4}/\d\d/\d\d\b"
    )


def _patterns(words: Words) -> list[tuple[str, str]]:
    month, weekday = rf"(?:{any_of(words.months)})(?!\w)", rf"(?:{any_of(words.weekdays)})(?!\w)"
    number, unit = rf"(?:\d{{1,3}}|(?i:{any_of(words.numbers)}))", rf"(?:{any_of(words.units)})\b"
    ordinal, year = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)", r"(?:19|20)\d\d(?!\d)"
    span = rf"{ordinal}(?:\s?[–-]\s?\d{{1,2}}(?!\d))?"
    part = r"(?:\s+(?:morning|afternoon|evening|night))?"
    before = r"(?i:in|since|last|this|next|until|by|during|of|from|through)"
    rough = r"(?i:early|late|mid)[-\s]"
    preposed = r"(?i:in|since|during|by|until|from|before|after|of|early|late|mid|throughout)"
    stop = r"(?=\s*(?:[,.;:)–—]|$))"
    return [
        ("clock", clock_pattern(weekday)),
        ("iso", r"\b\d{4}(?:-\d{2}-\d{2}|/\d{2}/\d{2})\b"),
        *period_patterns(words, year),
        ("rate", rate_pattern(words, number, weekday, month)),
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
        ("then", rf"\b(?i:{any_of(words.then)})\b(?:(?<!before)(?<!after)|{stop})"),
        ("now", rf"\b(?i:{any_of(words.now)})\b"),
        (
            "period",
            r"\b(?i:(?:earlier\s+|later\s+|late\s+|early\s+)?(?:the\s+)?(?:last|past|this|next)\s+(?:week|month|year))\b",
        ),
        ("span", amount_pattern(words, number)),
        ("year", rf"\b{preposed}\s+{year}(?![\d-]){NOT_COUNTED}"),
        ("present", rf"\b(?i:{any_of(words.present)})\b"),
        ("past", rf"\b(?i:{any_of(words.past)})\b(?!\s+(?:few|\d|{number}|{unit}))"),
        ("future", rf"\b(?i:{any_of(words.future)})\b"),
        ("bare", BARE_YEAR),
    ]
