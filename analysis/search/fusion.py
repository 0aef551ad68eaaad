"""One order out of two: nearness in meaning and match of words.

Fusing ranks with equal weights makes the better of the two worse. So scores are added that mean
the same for every query: the cosine, and how much of the query the statement holds word for word.

- A long query is a thought put in other words than the statement's: the cosine decides, and
  ``COVERAGE`` × (share of the query's words)² lifts statements that hold nearly all of them.
- A short one (a name, a set phrase, one or two words) is looked up: statements with all of its
  words come first, in the order of BM25 and meaning together; what is near in meaning follows.
- Statements that hold the query as a phrase, word after word, are lifted in both cases.

The weights were chosen on one half of ``tests/data/search_trial.csv``; the tests keep the floors
on the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COVERAGE = 0.4
PHRASE = 0.3
SHORT_MEANING = 0.5
SHORT_ALL_WORDS = 0.6
SHORT_BM25 = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """How one statement matches a query.

    meaning: cosine; bm25: 0–1, relative to the best of the query; coverage: share of the query's
    words that it holds; phrase: whether it holds them as a phrase, in quotes all of them.
    """

    meaning: float = 0.0
    bm25: float = 0.0
    coverage: float = 0.0
    phrase: bool = False


def fused_score(match: Match, *, short: bool) -> float:
    """Score for the search by both; comparable within one query."""
    phrase = PHRASE if match.phrase else 0.0
    if not short:
        return match.meaning + COVERAGE * match.coverage**2 + phrase
    whole = SHORT_ALL_WORDS if match.coverage > 0.999 else 0.0
    return SHORT_MEANING * match.meaning + whole + SHORT_BM25 * match.coverage * match.bm25 + phrase


def coverage(terms: Sequence[str], tokens: Sequence[str]) -> float:
    """Share of the query's terms among a statement's tokens, both as the index stems them."""
    held = set(tokens)
    return sum(term in held for term in terms) / len(terms) if terms else 0.0


def holds_phrase(phrase: Sequence[str], tokens: Sequence[str]) -> bool:
    """Whether the tokens of the phrase stand one after another."""
    if not phrase:
        return False
    first, wanted, size = phrase[0], list(phrase), len(phrase)
    return any(
        token == first and list(tokens[start : start + size]) == wanted
        for start, token in enumerate(tokens)
    )
