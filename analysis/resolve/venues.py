"""The occasion of a statement, from the words of its sentence."""

from __future__ import annotations

from analysis.resolve.frames import Frame
from analysis.resolve.lexicon import Lexicon


def find_venue(frame: Frame, lexicon: Lexicon) -> str | None:
    """The first occasion of ``data/vocabulary/venues.csv`` named in the sentence, if any."""
    for pattern, venue in lexicon.venues:
        if pattern.search(frame.text):
            return venue
    return None
