"""Stretches between quotation marks, with offsets; what is not closed is refused, not guessed."""

from __future__ import annotations

import re
from typing import NamedTuple

from analysis.models import Span


class Quotation(NamedTuple):
    """A quotation with its marks. ``runs_on``: left open because the next paragraph reopens it."""

    start: int
    end: int
    runs_on: bool = False


MARK = re.compile(r"[“”„«»\"]|''|``|[‘’']")
OPENERS = {"“": ("”",), "„": ("“", "”"), "«": ("»",), "``": ("''",)}
SINGLE = "‘’'"
MAX_SINGLE = 2000  # characters
MARKS_AHEAD = 200  # a quotation that holds more marks than this is taken for unclosed


def find_quotations(text: str, paragraphs: list[Span]) -> list[Quotation]:
    """Quotations of each paragraph, outermost only, in order.

    Understood: curly, straight, doubled-apostrophe and angle marks, single marks where they
    cannot be apostrophes, and quotations that run on over paragraphs that each reopen them.
    """
    found: list[Quotation] = []
    for number, paragraph in enumerate(paragraphs):
        follower = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        found += _in_paragraph(text, paragraph, follower)
    return found


def _in_paragraph(text: str, paragraph: Span, follower: Span | None) -> list[Quotation]:
    marks = list(MARK.finditer(text, paragraph.start, paragraph.end))
    found: list[Quotation] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        if not _opens(text, mark, paragraph):
            index += 1
            continue
        closing = _closing(text, marks, index, paragraph)
        if closing is not None:
            found.append(Quotation(mark.start(), marks[closing].end()))
            index = closing + 1
        elif _reopens(text, mark, paragraph, follower):
            found.append(Quotation(mark.start(), _stripped_end(text, paragraph), True))
            break
        else:
            index += 1
    return found


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    if mark.group() in OPENERS:
        return True
    if mark.group() in "”»’":
        return False
    return (before.isspace() or before in "([{—–-/:,…'\"“") and not after.isspace()


def _closing(text: str, marks: list[re.Match[str]], index: int, paragraph: Span) -> int | None:
    """The mark that closes ``marks[index]``, nested pairs of the same kind skipped."""
    opener = marks[index].group()
    if opener in SINGLE:
        return _closing_single(text, marks, index, paragraph)
    wanted = OPENERS.get(opener, (opener,))
    depth = 0
    for later in range(index + 1, min(len(marks), index + MARKS_AHEAD)):
        mark = marks[later]
        group = mark.group()
        if group == opener and _opens(text, mark, paragraph):
            depth += 1
        elif group in wanted and _closes(text, mark, paragraph):
            if depth == 0:
                return later
            depth -= 1
    return None


def _closes(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    if mark.group() in "”»":
        return True
    after = text[mark.end()] if mark.end() < paragraph.end else " "
    before = text[mark.start() - 1]
    return not before.isspace() and not after.isalnum()


def _closing_single(
    text: str, marks: list[re.Match[str]], index: int, paragraph: Span
) -> int | None:
    """Single marks close before a blank or stop; after a letter s only next to punctuation."""
    opener = marks[index]
    wanted = "’" if opener.group() == "‘" else "'"
    before = text[opener.start() - 1] if opener.start() > paragraph.start else " "
    after = text[opener.end()] if opener.end() < paragraph.end else " "
    if not (before.isspace() or before in "(—–-:") or not after.isalnum():
        return None
    for later in range(index + 1, min(len(marks), index + MARKS_AHEAD)):
        mark = marks[later]
        if mark.group() in '“"' or mark.start() - opener.start() > MAX_SINGLE:
            return None
        follows = text[mark.end()] if mark.end() < paragraph.end else " "
        precedes = text[mark.start() - 1]
        if mark.group() != wanted or follows.isalnum() or precedes.isspace():
            continue
        if precedes in ",.?!" or follows in ",.;:)?!" or precedes != "s":
            return later
    return None


def _reopens(text: str, mark: re.Match[str], paragraph: Span, follower: Span | None) -> bool:
    """An open quotation runs on when the next paragraph begins with an opening mark too."""
    if follower is None or mark.group() in SINGLE:
        return False
    return text[follower.start : follower.end].lstrip().startswith(mark.group())


def _stripped_end(text: str, paragraph: Span) -> int:
    return paragraph.start + len(text[paragraph.start : paragraph.end].rstrip())
