"""A source's text → paragraphs of marked pieces. Everything stays text; nothing is interpreted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.models import Document, Footnote
from pages.shared import labels
from pages.shared.cards import card, is_web_address

Row = Mapping[str, Any]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n---[ \t]*(?:\n|\Z)", re.S)
_NOTE_TEXT = re.compile(r"^\[\^[^\]\n]+\]:.*$", re.M)
_PARAGRAPH = re.compile(r"\S(?:.*?\S)?(?=\s*\n[ \t]*\n|\s*\Z)", re.S)
_MARKUP = re.compile(r"[*_`#>\[\]\s]+|\]\([^)\s]*\)")


@dataclass(frozen=True, slots=True)
class _Cover:
    """A stretch of the text that belongs to a statement, and in which part."""

    start: int
    end: int
    id: str
    role: str  # content, cue or source


def article_view(document: Document, rows: Sequence[Row], chosen: str) -> dict[str, Any]:
    """What the component needs to show a source with its statements in place."""
    order = [str(row["id"]) for row in sorted(rows, key=_place)]
    return {
        "article": document.id,
        "language": document.language,
        "chosen": chosen if chosen in order else "",
        "order": order,
        "statements": {str(row["id"]): _statement(row) for row in rows},
        "blocks": blocks(document, rows),
    }


def _place(row: Row) -> tuple[int, str]:
    spans = [*(row.get("content") or ()), *(row.get("source") or ())]
    return (min((start for start, _ in spans), default=0), str(row["id"]))


def _statement(row: Row) -> dict[str, Any]:
    shown = card(row)
    title = f"{shown['speaker']['name']}, {shown['date']['text']}"
    colour = shown["speaker"]["colour"]
    return {"id": str(row["id"]), "colour": colour, "title": title, "card": shown}


def blocks(document: Document, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The paragraphs, each as pieces (text, statements, note) with the names for the margin."""
    covers = sorted(_covers(rows), key=lambda one: (one.start, -one.end))
    found = []
    for start, end in paragraphs(document.text):
        parts = list(_parts(document, covers, start, end))
        if not any(part["text"].strip() for part in parts):
            continue
        names = [_name(row) for row in sorted(rows, key=_place) if start <= _place(row)[0] < end]
        found.append({"parts": parts, "names": names})
    return found


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where paragraphs begin and end, without front matter and the texts of footnotes."""
    hidden = [match.span() for match in _NOTE_TEXT.finditer(text)]
    front = _FRONT_MATTER.match(text)
    begin = front.end() if front else 0
    for match in _PARAGRAPH.finditer(text, begin):
        for start, end in _outside(match.start(), match.end(), hidden):
            if text[start:end].strip():
                yield start, end


def _outside(start: int, end: int, hidden: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for first, last in hidden:
        if last <= start or first >= end:
            continue
        if first > start:
            yield start, first
        start = max(start, last)
    if start < end:
        yield start, end


def _covers(rows: Sequence[Row]) -> Iterator[_Cover]:
    for row in rows:
        for role in ("source", "cue", "content"):
            for start, end in row.get(role) or ():
                yield _Cover(start, end, str(row["id"]), role)


def _name(row: Row) -> dict[str, str]:
    shown = _statement(row)
    name = shown["card"]["speaker"]["name"]
    return {
        "id": shown["id"],
        "text": labels.shortened(name, 24),
        "title": shown["title"],
        "colour": shown["colour"],
    }


def _parts(
    document: Document, covers: Sequence[_Cover], start: int, end: int
) -> Iterator[dict[str, Any]]:
    """The pieces of one paragraph: cut wherever a statement, a note or furniture begins or ends."""
    here = [one for one in covers if one.start < end and one.end > start]
    notes = [note for note in document.footnotes if start <= note.mark.start < end]
    asides = list(_asides(document, start, end))
    cuts = {start, end}
    for first, last in [
        *((one.start, one.end) for one in here),
        *(note.mark for note in notes),
        *asides,
    ]:
        cuts |= {min(max(first, start), end), min(max(last, start), end)}
    places = sorted(cuts)
    for first, last in pairwise(places):
        note = next((one for one in notes if one.mark.start <= first < one.mark.end), None)
        if note:
            yield _note_part(note, first)
            continue
        text = document.text[first:last]
        aside = any(begin <= first < stop for begin, stop in asides)
        if aside and _MARKUP.fullmatch(text):
            continue
        yield _said_part(text, here, first, aside=aside)


def _said_part(text: str, covers: Sequence[_Cover], at: int, *, aside: bool) -> dict[str, Any]:
    over = [one for one in covers if one.start <= at < one.end]
    content = [one for one in over if one.role == "content"]
    shown = content or over
    role = "content" if content else over[0].role if over else ""
    ids = list(dict.fromkeys(one.id for one in shown))
    return {"text": text, "ids": ids, "role": role, "aside": aside, "url": "", "title": ""}


def _note_part(note: Footnote, at: int) -> dict[str, Any]:
    first = at == note.mark.start
    url = note.url if is_web_address(note.url) else ""
    text = note.label if first else ""
    return {
        "text": text,
        "ids": [],
        "role": "",
        "aside": True,
        "url": url if first else "",
        "title": note.title,
    }


def _asides(document: Document, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches that are not part of the article: captions, teasers, markup."""
    begin = last = None
    for place in range(start, end):
        if document.text[place].isspace():
            continue
        if document.readable[place : place + 1] != document.text[place]:
            begin = place if begin is None else begin
            last = place + 1
        elif begin is not None and last is not None:
            yield begin, last
            begin = last = None
    if begin is not None and last is not None:
        yield begin, last
