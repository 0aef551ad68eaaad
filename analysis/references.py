"""Which footnote a statement rests on.

A footnote mark stands after the sentence it vouches for, so only statements made in that sentence
take its page. A statement in a sentence without a mark takes the page of the same speaker's
nearest marked statement; failing that it names no page rather than a wrong one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from analysis.models import Document, Footnote, Statement
from analysis.statements.quotations import find_quotations
from analysis.statements.sentences import find_paragraphs, find_sentences


def statements_by_footnote(
    document: Document, statements: Sequence[Statement]
) -> dict[str, list[Statement]]:
    """Footnote label → the statements of the sentence that it closes, in order of appearance.

    A sentence closed by several marks gives each label all of its statements.
    """
    found: dict[str, list[Statement]] = {note.label: [] for note in document.footnotes}
    for notes, start, end in _marked_sentences(document):
        inside = [s for s in statements if start <= position(s) < end]
        for note in notes:
            found[note.label] += inside
    return found


def attach_originals(document: Document, statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements with ``original_title`` and ``original_url`` where a footnote vouches."""
    notes = _own_footnotes(document, statements)
    by_speaker: dict[str, list[tuple[int, Footnote]]] = defaultdict(list)
    for statement in statements:
        if statement.id in notes and statement.speaker:
            by_speaker[statement.speaker].append((position(statement), notes[statement.id]))
    return tuple(_with_original(s, notes.get(s.id) or _nearest(s, by_speaker)) for s in statements)


def position(statement: Statement) -> int:
    """Where the saying itself stands: the cue, else the source, else the content."""
    spans = statement.cue or statement.source or statement.content
    return spans[0].start if spans else -1


def _own_footnotes(document: Document, statements: Sequence[Statement]) -> Mapping[str, Footnote]:
    own: dict[str, Footnote] = {}
    for notes, start, end in _marked_sentences(document):
        inside = [s for s in statements if start <= position(s) < end]
        for order, statement in enumerate(inside):
            # Several marks on one sentence vouch for its statements in their order.
            own[statement.id] = notes[min(order, len(notes) - 1)]
    return own


def _marked_sentences(document: Document) -> list[tuple[list[Footnote], int, int]]:
    """(footnotes, start, end) of each sentence that marks close."""
    text = document.readable
    paragraphs = find_paragraphs(text)
    sentences = find_sentences(text, paragraphs, find_quotations(text, paragraphs))
    ends = [(sentence.end, sentence.start) for sentence in sentences]
    found = []
    marks = sorted(document.footnotes, key=lambda note: note.mark.start)
    for _, group in groupby(_numbered(marks), key=lambda pair: pair[0]):
        notes = [note for _, note in group]
        end = notes[0].mark.start
        closed = bisect_right(ends, (end, end)) - 1
        found.append((notes, ends[closed][1] if closed >= 0 else 0, end))
    return found


def _numbered(marks: Sequence[Footnote]) -> list[tuple[int, Footnote]]:
    """The marks with the number of their cluster: marks that touch close one sentence."""
    numbered: list[tuple[int, Footnote]] = []
    cluster = 0
    for before, mark in zip([None, *marks], marks, strict=False):
        if before is not None and before.mark.end != mark.mark.start:
            cluster += 1
        numbered.append((cluster, mark))
    return numbered


def _nearest(
    statement: Statement, by_speaker: Mapping[str, Sequence[tuple[int, Footnote]]]
) -> Footnote | None:
    candidates = by_speaker.get(statement.speaker or "", ())
    here = position(statement)
    return min(candidates, key=lambda pair: abs(pair[0] - here), default=(0, None))[1]


def _with_original(statement: Statement, note: Footnote | None) -> Statement:
    if note is None:
        return statement
    return replace(statement, original_title=note.title, original_url=note.url)
