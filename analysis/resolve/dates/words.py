"""The words that expressions of time are made of, from ``data/vocabulary/dates.csv``."""

from __future__ import annotations

import csv
import re
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
    future: tuple[str, ...]
    amounts: dict[str, str]  # unit of time to its letters in a duration, "TH" for hours
    seasons: dict[str, str]
    ordinals: dict[str, int]
    parts: dict[str, str]  # of the day
    decades: dict[str, int]
    holidays: dict[str, str]  # to month and day
    rates: dict[str, str]


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
        future=tuple(tables["future word"]),
        amounts=tables["amount"],
        seasons=tables["season"],
        ordinals=numbers("ordinal"),
        parts=tables["part"],
        decades=numbers("decade"),
        holidays=tables["holiday"],
        rates=tables["rate"],
    )


def any_of(words: list[str] | dict[str, int] | dict[str, str] | tuple[str, ...]) -> str:
    """A pattern of any of the words or phrases, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in ordered)
