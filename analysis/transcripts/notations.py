"""Labels in mixed case, in the notations of the main sources.

council_labels   ``Mr. Zhang Jun (China) (spoke in Chinese):``          Security Council
line_labels      ``AFP:``, ``Wang Wenbin:``, ``Q:`` at a line's start   ministries, interviews
run_labels       ``Vladimir Putin:`` anywhere, after a sentence's end   Kremlin
"""

from __future__ import annotations

import re

from analysis.models import Span
from analysis.transcripts.labels import PARTICLES, Label, colons, opens, part_of, without_note
from analysis.transcripts.names import name_start, trim_role
from analysis.transcripts.vocabulary import squeeze

LONGEST = 240  # code points of a label, with office and country
_COUNCIL = re.compile(
    r"(?P<label>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Prince|Princess|Sheikh"
    r"|Archbishop"
    r"|Monsignor|Cardinal|Reverend|Ambassador|Judge)\.?\s+[A-ZÀ-Ž]|The\s+(?:Acting\s+|Deputy\s+)?"
    r"(?:President|Secretary-General|Chair(?:man|woman|person)?)\b)[^:()\n]{0,60}?)"
    r"(?P<brackets>(?:\s*\([^()]{2,80}\)){0,3})\s*$"
)
_NOTED = re.compile(r"^(?:spoke|in [A-Z]|interpret|continued|as |through|via)")
_LINE = re.compile(r"^[^\S\n]*[*_]*(?P<label>[^\s:*_][^:\n]{0,79}?)[*_]*[^\S\n]*$")
_BREAK = re.compile(
    r"(?:[.?!…>”\"*—–]|(?<!\w)\*|(?<=\s)-)[)\]”\"’]*[ \n\xa0]+|\n\s*|\)\s+(?=[A-Z])"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Prof|Sen|Rep|[A-Z]))\.\s*$")


def council_labels(text: str) -> list[Label]:
    """Labels of verbatim records: honorific and name with the country, or the chair's office."""
    found = []
    for colon in colons(text):
        floor = _sentence_floor(text, colon)
        match = _COUNCIL.search(text, floor, colon)
        if not match or not opens(text, match.start()):
            continue
        brackets = re.findall(r"\(([^()]+)\)", match["brackets"])
        notes = [squeeze(b) for b in brackets if _NOTED.match(b)]
        countries = [squeeze(b) for b in brackets if not _NOTED.match(b)]
        chair = match["label"].startswith("The ") and "President" in match["label"]
        found.append(
            Label(
                Span(*match.span("label")),
                Span(colon, colon + 1),
                colon + 1,
                squeeze(match["label"]),
                role="chair" if chair else "",
                country=countries[0] if countries else "",
                note="; ".join(notes),
            )
        )
    return found


def _sentence_floor(text: str, colon: int) -> int:
    """Where a label before this colon can begin at the earliest: this line or the one before."""
    line = text.rfind("\n", 0, colon)
    before = text.rfind("\n", 0, line) if line >= 0 else -1
    return max(before + 1, colon - LONGEST, 0)


def line_labels(text: str) -> list[Label]:
    """A few words at the start of a line, before a colon: outlets, full names, Q and A."""
    found = []
    for colon in colons(text):
        floor = text.rfind("\n", 0, colon) + 1
        if colon - floor > 100:
            continue
        left, note = without_note(text[floor:colon].rstrip("*_ \xa0\t"))
        match = _LINE.match(left)
        if match and _is_name_like(match["label"]):
            name = squeeze(match["label"])
            span = Span(floor + match.start("label"), floor + match.end("label"))
            found.append(
                Label(span, Span(colon, colon + 1), colon + 1, name, role=part_of(name), note=note)
            )
    return found


def _is_name_like(label: str) -> bool:
    """Whether all words that carry a name begin with a capital: "Global Times", "Wang Wenbin"."""
    words = label.split()
    if not 1 <= len(words) <= 10 or re.search(r"[?!“”\";]|\.\s+[a-z]|,\s*$", label):
        return False
    return words[0][0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word in PARTICLES or word == "&"
        for word in (w.strip("(),") for w in words)
        if word
    )


def run_labels(text: str) -> list[Label]:
    """Full names before a colon, at the start or after the end of a sentence, in running text.

    The first label of a speaker may carry an office; the name a page shows on hovering over it
    ("Lukashenko AlexanderPresident of Belarus") is part of the label and no part of the name.
    """
    found = []
    for colon in colons(text):
        floor = max(0, colon - LONGEST)
        left, note = without_note(text[floor:colon].rstrip("*_ \xa0\t"))
        start = _after_sentence(left)
        words = left[start:].strip(" *_\n\t")
        start += left[start:].find(words) if words else 0
        if not words or not words[0].isupper() or not words[-1].isalnum():
            continue
        if part_of(words) and len(words) < 30:
            span = Span(floor + start, floor + start + len(words))
            found.append(
                Label(span, Span(colon, colon + 1), colon + 1, squeeze(words), role=part_of(words))
            )
        elif label := _named(words, floor + start, colon, note):
            found.append(label)
    return found


def _after_sentence(left: str) -> int:
    """Where the words after the last sentence's end begin."""
    for match in reversed(list(_BREAK.finditer(left))):
        if not _ABBREVIATION.search(left[max(0, match.start() - 5) : match.end()]):
            return match.end()
    return 0


def _named(words: str, start: int, colon: int, note: str) -> Label | None:
    bare, _ = split_tooltip(words)
    first = name_start(bare)
    if first is None:
        return None
    office_start = trim_role(bare, first)
    # Words before office and name belong to a heading ("Beginning of the meeting President …").
    if office_start is None:
        return None
    return Label(
        Span(start + office_start, start + len(words)), Span(colon, colon + 1), colon + 1,
        squeeze(bare[first:]), office=squeeze(bare[office_start:first]), note=note,
    )  # fmt: skip


def split_tooltip(words: str) -> tuple[str, str]:
    """A label without the card that hovering shows, and that card.

    "Sergei Shoigu Shoigu SergeiDefence Minister" → "Sergei Shoigu", "Shoigu SergeiDefence …".
    """
    match = re.search(r"(?<!\S)(?P<last>[\w’'-]{2,}) (?P=last)(?= )", words)
    if not match:
        return words, ""
    end = match.start() + len(match["last"])
    return words[:end], words[end + 1 :]
