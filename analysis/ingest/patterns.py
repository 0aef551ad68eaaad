"""The vocabulary of page furniture, compiled (``data/vocabulary/furniture.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import yaml

from analysis.models import Span
from analysis.settings import DATA

_TOKEN = r"(?:[A-Z][\w.’'\-]*|and|in|at|of|the|for|de|von|van|der|den|al|bin|di|da|&)"
_NAMES = rf"{_TOKEN}(?:[,;]?\s+{_TOKEN}){{0,40}}"


class Patterns:
    """The patterns of one group as one expression, so that a paragraph is tried once."""

    def __init__(self, group: Mapping[str, list[str]], fillers: Mapping[str, str]) -> None:
        self._reasons: dict[str, str] = {}
        choices = []
        for number, (reason, patterns) in enumerate(group.items()):
            for holder, filler in fillers.items():
                patterns = [pattern.replace(holder, filler) for pattern in patterns]
            scoped = [f"(?i:{p[4:]})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns]
            choices.append(f"(?P<r{number}>{'|'.join(scoped)})")
            self._reasons[f"r{number}"] = reason
        self._pattern = re.compile("|".join(choices))

    def match(self, text: str) -> str:
        """The reason for which the whole of ``text`` is furniture, or an empty string."""
        match = self._pattern.fullmatch(text)
        return self._reasons[match.lastgroup or ""] if match else ""

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[Span, str]]:
        """Furniture between ``start`` and ``end``, with the reasons."""
        for match in self._pattern.finditer(text, start, end):
            yield Span(*match.span()), self._reasons[match.lastgroup or ""]


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns by where they are tried, and words by what they tell of a line.

    lines, first, last: whole paragraphs, anywhere or among the first or last ones.
    parts: stretches inside a paragraph. teasers: lines that announce other stories.
    credit: a picture's credit at the end of a paragraph; credit_inside: in brackets anywhere.
    prose: a word that no headline holds; open_end: a last word on which no headline ends.
    transcripts: the reasons that count in transcripts too.
    """

    lines: Patterns
    first: Patterns
    last: Patterns
    parts: Patterns
    teasers: Patterns
    credit: re.Pattern[str]
    credit_inside: re.Pattern[str]
    prose: re.Pattern[str]
    open_end: re.Pattern[str]
    transcripts: frozenset[str]


@cache
def load_rules() -> Rules:
    """Read and compile the vocabulary, once."""
    text = (DATA / "vocabulary" / "furniture.yaml").read_text(encoding="utf-8")
    # BaseLoader: all are strings, so that "on" is a word and not true
    data = yaml.load(text, Loader=yaml.BaseLoader)
    agency = _any_of(sorted(data["agencies"], key=len, reverse=True))
    bracketed = _bracketed_credit(agency)
    bare = rf"(?<=[.!?\"”] ){_NAMES}\s?/\s?{agency}(?:\s?/\s?{agency}){{0,2}}\.?"
    return Rules(
        **{group: Patterns(data[group], _fillers(agency)) for group in _GROUPS},
        credit=re.compile(rf"(?:{bracketed}|{bare})$"),
        credit_inside=re.compile(bracketed),
        prose=re.compile(rf"(?i)\b(?:{'|'.join(data['prose words'])})\b"),
        open_end=re.compile(rf"(?i)\b(?:{'|'.join(data['open words'])})$"),
        transcripts=frozenset(data["transcripts"]),
    )


_GROUPS = ("lines", "first", "last", "parts", "teasers")


def _any_of(words: list[str]) -> str:
    return "(?:" + "|".join(map(re.escape, words)) + ")"


def _bracketed_credit(agency: str) -> str:
    """A credit in brackets: "(Jo Doe/AGENCY)", "[Photo: AGENCY]", "(Photo by Jo Doe)"."""
    before = r"(?:/|\bvia\b|\b[Pp]hoto\b|\b[Ii]mage\b|[:|])"
    choices = (
        rf"[^()\[\]]{{0,80}}{before}\s*{agency}",
        rf"{agency}\s*/[^()\[\]]{{2,80}}",
        "Getty Images",
        r"(?:[Pp]hoto|[Ii]mage)s? by [^()\[\]]{2,80}",
    )
    return rf"[(\[](?:{'|'.join(choices)})[^()\[\]]{{0,60}}[)\]]\.?"


def _fillers(agency: str) -> Mapping[str, str]:
    """What the place-holders of the vocabulary stand for."""
    link = r"\s*(?:[/|—]|\bvia\b)\s*"
    source = rf"(?:{_NAMES}{link}){{0,3}}{agency}(?:{link}{_NAMES}){{0,2}}"
    return {"{names}": _NAMES, "{agency}": agency, "{source}": source}
