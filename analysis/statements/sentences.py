"""Paragraphs and sentences with offsets; a quotation is never cut in two."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from analysis.models import Span
from analysis.statements.quotations import Quotation

LINE = re.compile(r"[^\n]*\S[^\n]*")
BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n")
LONG_LINE = 50
BOUNDARY = re.compile(r"[.?!…]+[)\]]*(?=\s+(?:''|``|[“\"'‘«(\[])?[A-Z0-9À-Þ]|\s*\Z)")
QUOTE_END = re.compile(r"\s+(?:''|``|[“\"'‘«(\[])?[A-Z0-9À-Þ]|\s*\Z")
ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Reps|Sens|Gov|Gen|Col|Lt|Sgt|St|Prof|Rev|Hon|Adm|Capt|Cmdr|Maj"
    r"|No|vs|Messrs|Amb|Brig|Pvt|Supt|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Art|Ft|Mt)"
    r"|(?:^|[\s(“\".-])[A-Z])\.\Z"
)
COUNTRY = re.compile(r"\b(?:[A-Za-z]\.){2,}\Z")
STARTER = re.compile(
    r"\s+(?:The|He|She|It|They|But|And|In|On|At|This|That|These|Those|A|An|His|Her|Its|Their|We|I"
    r"|However|Meanwhile|Later|Earlier|Asked|According)\b|\s+[“\"]|\s*\Z"
)


class Sentence(NamedTuple):
    """A sentence, the quotations in it, and the number of its paragraph."""

    start: int
    end: int
    paragraph: int
    quotations: tuple[Quotation, ...]


def find_paragraphs(text: str) -> list[Span]:
    """Paragraphs: lines, except that hard-wrapped lines belong together."""
    found: list[Span] = []
    for line in LINE.finditer(text):
        span = Span(*line.span())
        if found and _wrapped(text, found[-1], span):
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _wrapped(text: str, before: Span, after: Span) -> bool:
    if BLANK_LINE.search(text, before.end, after.start + 1):
        return False
    last_line = text[text.rfind("\n", 0, before.end) + 1 : before.end].rstrip()
    if last_line.endswith((".", "?", "!", ":", "”", '"', "’", "…")):
        return False
    return len(last_line) >= LONG_LINE or text[after.start : after.end].lstrip()[:1].islower()


def find_sentences(
    text: str, paragraphs: list[Span], quotations: list[Quotation]
) -> list[Sentence]:
    """Sentences of each paragraph. Full stops inside a quotation do not end the sentence."""
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        begin = paragraph.start
        for end in [*_ends(text, paragraph, _within(quotations, paragraph)), paragraph.end]:
            piece = text[begin:end]
            start, stop = begin + len(piece) - len(piece.lstrip()), begin + len(piece.rstrip())
            if start < stop:
                inside = _within(quotations, Span(start, stop))
                found.append(Sentence(start, stop, number, tuple(inside)))
            begin = end
    return found


def _within(quotations: list[Quotation], span: Span) -> list[Quotation]:
    """The quotations that lie wholly in ``span``."""
    first = bisect_left(quotations, span.start, key=attrgetter("start"))
    last = bisect_right(quotations, span.end, key=attrgetter("end"))
    return quotations[first:last]


def _ends(text: str, paragraph: Span, quotations: list[Quotation]) -> list[int]:
    """Ends of sentences: outside quotations, and where a quotation ends a sentence."""
    found: list[int] = []
    position = paragraph.start
    for quotation in [*quotations, None]:
        stop = quotation.start if quotation else paragraph.end
        for match in BOUNDARY.finditer(text, position, paragraph.end):
            if match.start() >= stop:
                break
            if _ends_sentence(text, match, paragraph):
                found.append(match.end())
        if quotation is None:
            break
        position = quotation.end
        if _quotation_ends_sentence(text, quotation, paragraph):
            found.append(quotation.end)
    return sorted(set(found))


def _quotation_ends_sentence(text: str, quotation: Quotation, paragraph: Span) -> bool:
    """A stop inside ends the sentence; after ? and ! "he asked" may still follow."""
    inner = text[quotation.start : quotation.end].rstrip("”\"'’»")
    if inner.endswith((".", "…")):
        return QUOTE_END.match(text, quotation.end, paragraph.end) is not None
    return inner.endswith(("!", "?")) and _followed_by_quotation(text, quotation, paragraph)


def _followed_by_quotation(text: str, quotation: Quotation, paragraph: Span) -> bool:
    rest = text[quotation.end : paragraph.end].lstrip()
    return not rest or rest[0] in "“\"'‘"


def _ends_sentence(text: str, match: re.Match[str], paragraph: Span) -> bool:
    before = text[max(paragraph.start, match.start() - 12) : match.start() + 1]
    if match.group()[0] != ".":
        return True
    if COUNTRY.search(before):
        return STARTER.match(text, match.end(), paragraph.end) is not None
    return len(match.group()) > 1 or not ABBREVIATION.search(before)
