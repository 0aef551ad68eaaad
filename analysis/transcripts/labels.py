"""Labels: the words before a colon that say who speaks next; here those in capitals.

``MR. KIRBY:``, ``THE PRESIDENT:``, ``Q    text`` are how the White House and the State Department
write; the other notations are in :mod:`analysis.transcripts.notations`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from analysis.models import Span
from analysis.transcripts.vocabulary import fold, label_roles, squeeze, titles

_LIKENESS = 92  # of two spellings of one label, rapidfuzz ratio
PARTICLES = frozenset(
    [
        "de",
        "del",
        "di",
        "da",
        "du",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "and",
        "of",
        "the",
        "for",
    ]
)
_ZONE = re.compile(r"\d [AaPp]\.?[Mm]\.? \(?[A-Z]{2,5}\)?$")
_NUMBER = re.compile(r"#?\d+|[B-Z]|ONE|TWO|THREE|FOUR")
_BRACKETS = re.compile(r"\s*\(([^()]{1,60})\)\s*$")
_SENTENCE_END = re.compile(r"(?:[.?!…>)\]”\"’*—–-]|^)[*_]*\s+$|^\s*[*_]*$")
_CAPITALS = re.compile(
    r"(?P<label>(?<![\w.'’-])[A-ZÀ-ÞŚŠŞŻŽŁČĆĞİŐŰ][\w.'’,&/\u2060-]*"
    r"(?:[^\S\n]+[\w.'’,&/\u2060-]+){0,8})$"
)
_QUESTION = re.compile(
    r"(?:^[^\S\n]*[*_]*|(?<=[.?!)—”\"-])[^\S\n]+)(?P<label>Q)[*_]*(?P<cue>[:.]?)[*_]*(?=[^\S\n]+\S|[^\S\n]*\n)",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """Who speaks next: the words' span, the colon's, where the text begins.

    role: "" for a person, else what ``transcripts_labels.csv`` says (question, unnamed, note …).
    office: what stands before a name ("President of Belarus"); country: in brackets behind it.
    """

    span: Span
    cue: Span
    start: int
    name: str
    role: str = ""
    office: str = ""
    country: str = ""
    note: str = ""


def colons(text: str) -> Iterator[int]:
    """Positions of colons that may close a label: not in times, ratios or addresses."""
    position = text.find(":")
    while position >= 0:
        after = text[position + 1 : position + 3]
        if not after[:1].isdigit() and after != "//":
            yield position
        position = text.find(":", position + 1)


def part_of(name: str) -> str:
    """The role of a label that names a part: "Question", "SPEAKER 2" → unnamed; "" for others.

    In capitals the part may stand last: "POLISH AIDE", "WHITE HOUSE AIDE".
    """
    known, words = label_roles(), name.upper().rstrip(".").split()
    if len(words) > 1 and _NUMBER.fullmatch(words[-1]):
        words = words[:-1]
    for start in range(len(words) if name.isupper() else 1):
        if role := known.get(" ".join(words[start:]).removesuffix("S")):
            return role
        if role := known.get(" ".join(words[start:])):
            return role
    return ""


def title_in(name: str) -> str:
    """The longest title that a label begins with, "the" passed over; "" when there is none."""
    words = fold(name).replace(".", " ").split()
    if words and words[0] == "the":
        words = words[1:]
    for end in range(min(4, len(words)), 0, -1):
        if " ".join(words[:end]) in titles():
            return " ".join(words[:end])
    return ""


def capital_labels(text: str) -> list[Label]:
    """Labels in capitals, and the questions between them."""
    found = [label for colon in colons(text) if (label := _capital(text, colon))]
    counted = Counter(label.name for label in found)
    found = [
        _as_spelled_before(label, counted)
        for label in found
        if label.role
        or title_in(label.name)
        or (counted[label.name] > 1 and " " in label.name)
        or _spelled_like(label.name, counted)
    ]
    if found:
        found += _questions(text)
    return sorted(found, key=lambda label: label.span.start)


def _as_spelled_before(label: Label, counted: Counter[str]) -> Label:
    """A label that occurs once and is another's with a typing error takes the other's name."""
    name = _spelled_like(label.name, counted)
    return replace(label, name=name) if name and not label.role else label


def _spelled_like(name: str, counted: Counter[str]) -> str:
    if counted[name] > 1:
        return ""
    alike = [n for n, count in counted.items() if count > 1 and fuzz.ratio(n, name) >= _LIKENESS]
    return alike[0] if len(alike) == 1 else ""


def _capital(text: str, colon: int) -> Label | None:
    last = text[max(0, colon - 1) : colon]
    if not (last.isupper() or last in (")", "*", "_", " ", "\xa0")):
        return None
    floor = max(text.rfind("\n", 0, colon) + 1, colon - 100)
    left, note = without_note(text[floor:colon].rstrip("*_ \xa0\t"))
    match = _CAPITALS.search(left)
    if not match:
        return None
    start = _capitals_start(left, match.start("label"))
    words = left[start:]
    if not words or not _is_capital(words) or not opens(text, floor + start):
        return None
    name = squeeze(words)
    return Label(
        Span(floor + start, floor + len(left)), Span(colon, colon + 1), colon + 1, name,
        role=part_of(name), note=note,
    )  # fmt: skip


def _capitals_start(left: str, start: int) -> int:
    """Drop words in small letters before the capitals: "you all. MS. BREAM" → "MS. BREAM"."""
    for match in re.finditer(r"\S+\s+", left[start:]):
        word = match.group().strip()
        if not _is_capital_word(word) and fold(word) not in PARTICLES:
            start_after = start + match.end()
            return _capitals_start(left, start_after)
    # A sentence or time in capitals ("… in the U.S. MR. KIRBY") is cut before the title.
    words = left[start:]
    for match in re.finditer(r"\s+", words):
        before, rest = words[: match.start()], words[match.end() :]
        if title_in(rest) and fold(before.split()[-1]).rstrip(".") not in titles():
            ends = before[-1] in ".?!" or bool(_ZONE.search(left[: start + match.start()]))
            if ends:
                return start + match.end()
    return start


def _is_capital_word(word: str) -> bool:
    bare = word.strip(".,'’&/\u2060-")
    return bare.isupper() or bool(re.fullmatch(r"(?:Mc|Mac|O[’'])[A-ZÀ-Ž]+", bare)) or not bare


def _is_capital(words: str) -> bool:
    parts = words.split()
    return any(_is_capital_word(part) for part in parts) and all(
        _is_capital_word(part) or part.lower() in PARTICLES or fold(part) in PARTICLES
        for part in parts
    )


def _questions(text: str) -> Iterator[Label]:
    for match in _QUESTION.finditer(text):
        if opens(text, match.start("label")):
            cue = Span(*match.span("cue"))
            yield Label(Span(*match.span("label")), cue, cue.end, "Q", role="question")


def opens(text: str, start: int) -> bool:
    """Whether a label may begin here: at a paragraph's start or after the end of a sentence."""
    before = text[max(0, start - 20) : start]
    return (
        start == 0
        or before.rstrip(" \t\xa0*_").endswith("\n\n")
        or bool(
            re.search(r"\n[^\S\n]*\n[^\S\n]*[*_]*$", before)
            or _SENTENCE_END.search(before)
            or _ZONE.search(before.rstrip())
        )
    )


def without_note(left: str) -> tuple[str, str]:
    """A label and what stands in brackets behind it: "MR. X (As interpreted.)"."""
    match = _BRACKETS.search(left)
    return (left[: match.start()].rstrip("*_ \xa0\t"), match.group(1)) if match else (left, "")
