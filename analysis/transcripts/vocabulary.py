"""The word lists of transcripts (``data/vocabulary/transcripts_*``, ``outlets.csv``), read once."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from functools import cache

from analysis.settings import DATA

_FOLDER = DATA / "vocabulary"
_SPACES = re.compile(r"[\s\u2060]+")


def _lines(name: str) -> list[str]:
    text = (_FOLDER / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def squeeze(text: str) -> str:
    """White space, line breaks included, as single spaces; none at the ends."""
    return _SPACES.sub(" ", text).strip()


@cache
def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFD", character)
    return {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "ı": "i", "’": "'"}.get(
        character, decomposed[0]
    )


def fold(text: str) -> str:
    """Lower case without diacritics, the length kept: "Erdoğan" → "erdogan"."""
    if not text.isascii():
        text = "".join(map(_bare, text))
    lower = text.lower()
    return lower if len(lower) == len(text) else text


@cache
def label_roles() -> Mapping[str, str]:
    """Labels that name a part rather than a person → their role, in capitals."""
    return {row["label"]: row["role"] for row in _rows("transcripts_labels.csv")}


@cache
def titles() -> frozenset[str]:
    """What may stand before a surname in a label, in lower case and without full stops."""
    return frozenset(_lines("transcripts_titles.txt"))


@cache
def note_pattern() -> re.Pattern[str]:
    """A stenographer's note in round brackets, or the mark of an omission.

    "(Laughter.)", "(inaudible)", "(As interpreted.)", "(The bill is signed.)", "<…>".
    """
    words = "|".join(
        re.escape(word) for word in sorted(_lines("transcripts_notes.txt"), key=len, reverse=True)
    )
    return re.compile(
        rf"\((?i:(?:{words})\b(?:[ \n]+[\w’'-]+){{0,3}})[.!]?\)"
        r"|\([A-Z][^()]{2,1500}[.!]\)|(?<=[.!?…] )\([A-Z][^()]{20,1500}\)(?:\.|$)"
        r"|<\s*(?:…|\.\.\.)\s*>|\(\s*(?:…|\.\.\.)\s*\)",
        re.MULTILINE,
    )


@cache
def courtesies() -> frozenset[str]:
    """Phrases of politeness, in lower case without punctuation."""
    return frozenset(_lines("transcripts_courtesies.txt"))


@cache
def plain_words(use: str) -> frozenset[str]:
    """Words that a capital does not make a name: "no given name", or an "answer" of one word."""
    return frozenset(row["word"] for row in _rows("transcripts_plain.csv") if row["use"] == use)


@cache
def occasions() -> tuple[tuple[re.Pattern[str], str], ...]:
    """What titles call an occasion → its name, the most telling first."""
    return tuple(
        (re.compile(rf"\b(?:{row['pattern']})", re.IGNORECASE), row["venue"])
        for row in _rows("transcripts_occasions.csv")
    )


@cache
def outlets() -> Mapping[str, str]:
    """Names of news outlets, case folded → the usual one."""
    found: dict[str, str] = {}
    for row in _rows("outlets.csv"):
        for name in (row["name"], *row["aliases"].split(";")):
            if name.strip():
                found.setdefault(fold(name.strip()), row["name"])
    return found


def outlet(name: str) -> str | None:
    """The usual name of a news outlet; ``None`` when it is not known as one."""
    bare = fold(squeeze(name))
    return outlets().get(bare) or outlets().get(bare.removeprefix("the "))


@cache
def debates() -> Mapping[int, tuple[date, date]]:
    """General Debates: session → first and last day."""
    return {
        int(row["session"]): (date.fromisoformat(row["first"]), date.fromisoformat(row["last"]))
        for row in _rows("transcripts_debates.csv")
    }
