"""Copies: the same words of the same speaker at the same time, carried by several papers.

A formula that somebody repeats months later, or two people's "no comment", are no copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from rapidfuzz import fuzz

from analysis.store import words

COLUMNS = ("id", "article_id", "telling", "words_hash", "speaker", "said_on", "said_until")

NEAR_COSINE = 0.97
NEAR_OVERLAP = 85.0  # rapidfuzz ratio of the sorted words, 0–100
_APART = timedelta(days=3)


def are_copies(one: Mapping[str, Any], other: Mapping[str, Any], cosine: float | None) -> bool:
    """Whether two rows with ``COLUMNS`` report the same words of one occasion.

    ``cosine`` between their vectors, if known, lets nearly equal words count as the same.
    """
    if not _same_speaker(one, other) or not _same_time(one, other):
        return False
    if one["words_hash"] == other["words_hash"]:
        return True
    if cosine is None or cosine < NEAR_COSINE:
        return False
    sorted_words = (" ".join(sorted(words(row["telling"]))) for row in (one, other))
    return fuzz.ratio(*sorted_words) >= NEAR_OVERLAP


def _same_speaker(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return one["speaker"] is None or other["speaker"] is None or one["speaker"] == other["speaker"]


def _same_time(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    if one["said_on"] is None or other["said_on"] is None:
        return True
    return bool(one["said_on"] <= _last(other) + _APART and other["said_on"] <= _last(one) + _APART)


def _last(row: Mapping[str, Any]) -> date:
    last: date = row["said_until"] or row["said_on"]
    return last
