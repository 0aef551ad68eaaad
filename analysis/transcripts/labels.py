"""Labels: the words before a colon that say who speaks next, in the notations of the main sources.

capital_labels   ``MR. KIRBY:``, ``THE PRESIDENT:``, ``Q    text``     White House, State Department
council_labels   ``Mr. Zhang Jun (China) (spoke in Chinese):``        Security Council
line_labels      ``AFP:``, ``Wang Wenbin:``, ``Q:`` at a line's start   ministries, interviews
run_labels       ``Vladimir Putin:`` anywhere, after a sentence's end   Kremlin
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from analysis.models import Span
from analysis.transcripts.names import name_start, trim_role
from analysis.transcripts.vocabulary import fold, label_roles, squeeze, titles

_LIKENESS = 92  # of two spellings of one label, rapidfuzz ratio
LONGEST = 240  # code points of a label, with office and country
_PARTICLES = frozenset(
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
_COUNCIL = re.compile(
    r"(?P<label>(?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|Baroness|Prince|Princess|Sheikh"
    r"|Archbishop"
    r"|Monsignor|Cardinal|Reverend|Ambassador|Judge)\.?\s+[A-ZÀ-Ž]|The\s+(?:Acting\s+|Deputy\s+)?"
    r"(?:President|Secretary-General|Chair(?:man|woman|person)?)\b)[^:()\n]{0,60}?)"
    r"(?P<brackets>(?:\s*\([^()]{2,80}\)){0,3})\s*$"
)
_NOTED = re.compile(r"^(?:spoke|in [A-Z]|interpret|continued|as |through|via)")
_LINE = re.compile(r"^[^\S\n]*[*_]*(?P<label>[^\s:*_][^:\n]{0,79}?)[*_]*[^\S\n]*$")


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
    left, note = _without_note(text[floor:colon].rstrip("*_ \xa0\t"))
    match = _CAPITALS.search(left)
    if not match:
        return None
    start = _capitals_start(left, match.start("label"))
    words = left[start:]
    if not words or not _is_capital(words) or not _opens(text, floor + start):
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
        if not _is_capital_word(word) and fold(word) not in _PARTICLES:
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
        _is_capital_word(part) or part.lower() in _PARTICLES or fold(part) in _PARTICLES
        for part in parts
    )


def _questions(text: str) -> Iterator[Label]:
    for match in _QUESTION.finditer(text):
        if _opens(text, match.start("label")):
            cue = Span(*match.span("cue"))
            yield Label(Span(*match.span("label")), cue, cue.end, "Q", role="question")


def _opens(text: str, start: int) -> bool:
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


def _without_note(left: str) -> tuple[str, str]:
    match = _BRACKETS.search(left)
    return (left[: match.start()].rstrip("*_ \xa0\t"), match.group(1)) if match else (left, "")


def council_labels(text: str) -> list[Label]:
    """Labels of verbatim records: honorific and name with the country, or the chair's office."""
    found = []
    for colon in colons(text):
        floor = _sentence_floor(text, colon)
        match = _COUNCIL.search(text, floor, colon)
        if not match or not _opens(text, match.start()):
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
        left, note = _without_note(text[floor:colon].rstrip("*_ \xa0\t"))
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
        word[0].isupper() or word[0].isdigit() or word in _PARTICLES or word == "&"
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
        left, note = _without_note(text[floor:colon].rstrip("*_ \xa0\t"))
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


_BREAK = re.compile(
    r"(?:[.?!…>”\"*—–]|(?<!\w)\*|(?<=\s)-)[)\]”\"’]*[ \n\xa0]+|\n\s*|\)\s+(?=[A-Z])"
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Gen|Lt|Col|Prof|Sen|Rep|[A-Z]))\.\s*$")


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
