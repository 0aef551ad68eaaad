"""The patterns of expressions of time, made from ``data/vocabulary/dates.csv``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analysis.settings import DATA


@dataclass(frozen=True, slots=True)
class Words:
    """Words by what they say about time; numbers where they stand for one."""

    months: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    now: dict[str, int]
    then: dict[str, int]
    present: tuple[str, ...]
    past: tuple[str, ...]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """The words dates are made of, by use."""
    tables: dict[str, dict[str, str]] = {}
    path = DATA / "vocabulary" / "dates.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            tables.setdefault(row["use"], {})[row["word"]] = row["value"]

    def numbers(use: str) -> dict[str, int]:
        return {word: int(value) for word, value in tables[use].items()}

    return Words(
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
def grammar() -> re.Pattern[str]:
    """One pattern of all expressions; the group that matched names its reader."""
    words: Iterator[tuple[str, str]] = iter(_patterns(load_words()))
    return re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in words))


@lru_cache(maxsize=1)
def triggers() -> re.Pattern[str]:
    """A pattern of the words without which there is no expression of time."""
    words = load_words()
    names = {*words.months, *words.weekdays, *words.units, *words.present, *words.past}
    for phrase in (*words.now, *words.then):
        names |= {phrase.split()[-1]}
    stems = "|".join(sorted((re.escape(name.rstrip(".")) for name in names), key=len, reverse=True))
    return re.compile(rf"\b(?:(?i:{stems}|weekend)|(?:19|20)\d\d)\b")


def _patterns(words: Words) -> list[tuple[str, str]]:
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
