"""Lines that were broken to fit a width, not to end a paragraph."""

from __future__ import annotations

import re
from itertools import pairwise

_WIDTHS = range(50, 121)  # characters of the longest line of a hard-wrapped text
_LEAST_BREAKS = 2  # fewer could be headings
_LINE = re.compile(r"[^\n]+")
# what begins a line of its own: a list's item, a turn of a transcript
_OWN_LINE = re.compile(r"\s*(?:[-–—*•·>]|\(?[0-9a-z]{1,3}[.)]\s|Q\b|A\b:|[A-Z][^\n:.]{0,40}:\s)")


def unwrap(text: str) -> str:
    """``text`` with a space for every line break that only the width of the lines made.

    As long as ``text``. A text is hard-wrapped when none of its lines is longer than 120
    characters; a break in it is one of width when the next word would not have fitted the line.
    """
    lines = [match.span() for match in _LINE.finditer(text) if match[0].strip()]
    width = max((len(text[a:b].rstrip()) for a, b in lines), default=0)
    if width not in _WIDTHS:
        return text
    breaks = [
        before[1]
        for before, after in pairwise(lines)
        if before[1] + 1 == after[0] and _is_full(text, before, after, width)
    ]
    if len(breaks) < _LEAST_BREAKS:
        return text
    characters = list(text)
    for place in breaks:
        characters[place] = " "
    return "".join(characters)


def _is_full(text: str, before: tuple[int, int], after: tuple[int, int], width: int) -> bool:
    """Whether the first word of the line ``after`` had no room in the line ``before``."""
    following = text[slice(*after)]
    if _OWN_LINE.match(following):
        return False
    return len(text[slice(*before)].rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width
