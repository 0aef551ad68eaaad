"""Finding expressions of time in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from analysis.resolve.dates.grammar import grammar, triggers
from analysis.resolve.dates.mention import DateMention, settle, without_preposition
from analysis.resolve.dates.readers import READERS

_WINDOW = 40  # characters on either side of a word that dates are made of


def find_dates(text: str, anchor: date | None) -> list[DateMention]:
    """All expressions of time in ``text``, in order; they do not overlap.

    ``anchor`` is the day of publication. Past is assumed: "Tuesday" is the last Tuesday up to the
    anchor, "May 2" the last 2 May up to it. "The day before" counts from the day mentioned last.
    """
    found: list[DateMention] = []
    latest: DateMention | None = None
    for match in _matches(text):
        mention = READERS[match.lastgroup or ""](match, anchor)
        if mention is None:
            continue
        mention = without_preposition(mention)
        if mention.base == "before":
            mention = settle(mention, latest)
        if mention.day and mention.precision in ("day", "week"):
            latest = mention
        found.append(mention)
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Matches of the grammar, looked for only around words that dates are made of."""
    pattern, done = grammar(), 0
    for start, end in _windows(text):
        for match in pattern.finditer(text, max(start, done), end):
            done = match.end()
            yield match


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches around words that dates are made of, cut at white space, joined if they meet."""
    first = last = -1
    for match in triggers().finditer(text):
        start = text.rfind(" ", 0, max(match.start() - _WINDOW, 0)) + 1
        space = text.find(" ", match.end() + _WINDOW)
        end = len(text) if space < 0 else space
        if start > last:
            if last >= 0:
                yield first, last
            first = start
        last = max(last, end)
    if last >= 0:
        yield first, last
