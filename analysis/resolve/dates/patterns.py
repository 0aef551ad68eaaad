"""Patterns of times of day, quarters, seasons, decades, amounts of time and what returns."""

from __future__ import annotations

from analysis.resolve.dates.words import Words, any_of

_ROUGH = r"(?:(?:early|late|mid|the|this|last|next|previous|current)[\s-]+)"
_OF_YEAR = r"(?:the|this|last|next)\s+year"
_COUNTED = (
    r"people|men|women|children|troops|soldiers|dollars|euros|tons|tonnes|miles|metres|meters"
    r"|jobs|votes|points|cases|deaths|homes|pages|words|members|per|percent|million|billion"
)

NOT_COUNTED = rf"(?!\s+(?:{_COUNTED})\b)"

# A year without a preposition: "the 2014 annexation", "(2022)"; not an amount.
BARE_YEAR = (
    rf"(?<![\w$€£.,/:+-])(?<!No )(?<!than )(?<!about )(?<!over )(?<!nearly )(?<!Resolution )"
    rf"(?<!resolution )(?:19[0-9]\d|20[0-4]\d)(?![\w%]|[.,:/-]\d){NOT_COUNTED}"
)


def clock_pattern(weekday: str) -> str:
    """Times of day: 5 p.m., 10:30, 1400 GMT, noon; with the day that may follow."""
    time = (
        r"(?:\d{1,2}(?::[0-5]\d)?\s*[ap]\.?m\b\.?|\d{4}\s+(?:GMT|UTC)\b"
        r"|(?:[01]?\d|2[0-3])[:.][0-5]\d\s+(?:GMT|UTC)\b|(?:[01]?\d|2[0-3]):[0-5]\d(?![:\d])"
        r"|\d{1,2}\s+o[’']clock|(?i:noon|midnight)\b)"
    )
    return rf"(?<![\w:.,]){time}(?:,?\s+(?:on\s+)?(?:{weekday}|today|yesterday|tomorrow))?"


def period_patterns(words: Words, year: str) -> list[tuple[str, str]]:
    """Quarters, halves, seasons, decades, centuries, edges of periods, holidays."""
    ordinal, season = any_of(words.ordinals), any_of(words.seasons)
    of_year = rf"(?:\s+(?:of\s+)?(?:{year}|{_OF_YEAR}))"
    return [
        (
            "quarter",
            rf"\b(?:(?i:the\s+)?(?i:{ordinal})[\s-]quarter{of_year}?|Q[1-4]\b{of_year}?"
            rf"|(?i:(?:the\s+)?(?:last|previous|this|current|next)\s+quarter))",
        ),
        ("half", rf"\b(?i:the\s+)?(?i:first|second)\s+half{of_year}"),
        (
            "season",
            rf"\b(?:{_ROUGH}*(?i:{season}){of_year}"
            rf"|(?i:(?:early|late|this|last|next)\s+(?:{season}))\b(?!\s+of\b))",
        ),
        (
            "decade",
            rf"(?:\b(?:the\s+)?(?:(?:early|late|mid)[\s-]+)?(?:1[5-9]|20)\d0s\b"
            rf"|\bthe\s+(?:(?:early|late|mid)[\s-]+)?(?:[’'‘]?[2-9]0s|(?:{any_of(words.decades)}))\b)",
        ),
        ("century", r"\b(?:the\s+)?\d{1,2}(?:st|nd|rd|th)[\s-][Cc]entury\b"),
        ("edge", r"\b(?:the\s+)?(?:end|beginning|start|middle)\s+of\s+the\s+(?:week|month|year)\b"),
        ("holiday", rf"\b(?:{any_of(words.holidays)})(?!\w)(?:,?\s+{year})?"),
        ("attacks", r"(?<![\d/])9/11(?![\d/])"),
    ]


def rate_pattern(words: Words, number: str, weekday: str, month: str) -> str:
    """What returns: every Monday, each year, twice a week, daily, Mondays."""
    unit = rf"(?:{any_of(words.amounts)})\b"
    part = any_of(words.parts)
    often = rf"(?:once|twice|thrice|(?:{number}|several|many)\s+times)"
    return (
        rf"\b(?:(?i:every|each)\s+(?:(?:other|{number})\s+)?"
        rf"(?:{weekday}|{month}|{unit}|(?:{part})\b|(?:{any_of(words.seasons)})\b)"
        rf"|(?i:{often}\s+(?:a|an|per|each|every)\s+{unit})"
        rf"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days\b"
        rf"|(?:{any_of(words.rates)})\b)"
    )


def amount_pattern(words: Words, number: str) -> str:
    """Amounts of time: two days, six-month, the past three weeks, several hours, for years."""
    unit = rf"(?:{any_of(words.amounts)})\b"
    plural = r"(?:seconds|minutes|hours|days|weeks|months|quarters|years|decades|centuries)\b"
    lead = r"(?:(?i:the|these|those)\s+)?(?:(?i:last|past|next|coming|first|previous)\s+)?"
    vague = (
        r"(?:(?i:several|many|some|numerous|a\s+few|few|a\s+couple\s+of|a\s+couple|dozens\s+of"
        r"|hundreds\s+of|thousands\s+of))"
    )
    return (
        rf"\b(?:{lead}(?:{number}[\s-]+{unit}|{vague}\s+{plural})"
        rf"|(?:(?i:the)\s+)?(?i:last|past)\s+(?:decade|century|hour)\b"
        rf"|(?i:half\s+an?\s+(?:hour|year))\b"
        rf"|(?:(?i:the)\s+)?(?i:coming|recent|past|next|last)\s+{plural}"
        rf"|(?i:for|over|after|within|of|in)\s+{plural}(?!\s+(?:ago|later|earlier|before)))"
    )
