"""Search by meaning, by words and by both; statements like a given one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from analysis.embeddings import Encoder
from analysis.errors import ModelMismatch, ModelUnavailable
from analysis.models import Filters, Hit
from analysis.settings import DATA
from analysis.store import Store, words

By = Literal["both", "meaning", "words"]

_QUOTED = re.compile(r'["“”„«»]([^"“”„«»]+)["“”„«»]')


@lru_cache(maxsize=1)
def stop_words() -> frozenset[str]:
    """Words without weight in a search by loose words."""
    path = DATA / "vocabulary" / "search_stop_words.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood of the words typed: set phrases, and loose words without stop words."""

    text: str
    phrases: tuple[str, ...]
    words: tuple[str, ...]


def parse_query(text: str) -> Query:
    """Take a query apart."""
    phrases = tuple(p.strip() for p in _QUOTED.findall(text) if words(p))
    loose = words(_QUOTED.sub(" ", text))
    meant = [word for word in loose if word not in stop_words()]
    if not meant and not phrases:
        meant = loose
    return Query(text.strip(), phrases, tuple(dict.fromkeys(meant)))


def search(
    store: Store,
    encoder: Encoder | None,
    query: str,
    *,
    by: By = "both",
    filters: Filters | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Statements that answer a query, best first; exact copies are counted, not repeated."""
    filters = filters or Filters()
    parsed = parse_query(query)
    if not parsed.phrases and not parsed.words:
        return []
    pool = max(4 * limit, 60)
    found: dict[str, _Candidate] = {}
    if by in ("meaning", "both"):
        _add_meaning(found, store, encoder, parsed, filters, pool)
    if by in ("words", "both"):
        _add_words(found, store, parsed, filters, pool)
    ranked = sorted(found.values(), key=lambda c: (-c.score(by), c.id))
    return _hits(store, ranked, parsed, by, limit)


@dataclass(slots=True)
class _Candidate:
    id: str
    words_hash: str
    meaning: float = 0.0
    words: float = 0.0
    top_words: float = 1.0

    def score(self, by: By) -> float:
        if by == "meaning":
            return self.meaning
        if by == "words":
            return self.words
        return self.meaning + 0.3 * self.words / self.top_words


def _add_meaning(
    found: dict[str, _Candidate],
    store: Store,
    encoder: Encoder | None,
    query: Query,
    filters: Filters,
    pool: int,
) -> None:
    if encoder is None:
        raise ModelUnavailable("A search by meaning needs an embedding model.")
    if store.model and store.model != encoder.name:
        raise ModelMismatch(
            f"The store's vectors were made by {store.model}, not by {encoder.name}. "
            f"Set READOUT_ENCODER={store.model}."
        )
    vector = encoder.encode([query.text])[0]
    for row in store.nearest(vector, filters, pool, ("id", "words_hash")).to_pylist():
        candidate = found.setdefault(row["id"], _Candidate(row["id"], row["words_hash"]))
        candidate.meaning = row["score"]


def _add_words(
    found: dict[str, _Candidate], store: Store, query: Query, filters: Filters, pool: int
) -> None:
    rows = store.matching(
        query.words, query.phrases, filters, pool, ("id", "words_hash")
    ).to_pylist()
    top = max((row["score"] for row in rows), default=1.0)
    for row in rows:
        candidate = found.setdefault(row["id"], _Candidate(row["id"], row["words_hash"]))
        candidate.words, candidate.top_words = row["score"], top


def _hits(
    store: Store, ranked: Sequence[_Candidate], query: Query, by: By, limit: int
) -> list[Hit]:
    kept: dict[str, _Candidate] = {}
    copies: dict[str, int] = {}
    for candidate in ranked:
        key = candidate.words_hash
        if key in kept:
            copies[key] += 1
        elif len(kept) < limit:
            kept[key], copies[key] = candidate, 0
    rows = store.rows([one.id for one in kept.values()])
    return [
        Hit(one.id, round(one.score(by), 4), _why(one, query, row), copies[key], row)
        for (key, one), row in zip(kept.items(), rows, strict=True)
    ]


def _why(candidate: _Candidate, query: Query, row: dict[str, Any]) -> str:
    reasons = []
    if candidate.meaning:
        reasons.append(f"meaning {candidate.meaning:.2f}")
    if candidate.words:
        there = " ".join(str(v) for v in row.values() if isinstance(v, str)).casefold()
        matched = [f'"{p}"' for p in query.phrases] + [w for w in query.words if w in there]
        reasons.append("words: " + ", ".join(matched) if matched else "words")
    return "; ".join(reasons)


def similar(
    store: Store, statement_id: str, *, filters: Filters | None = None, limit: int = 10
) -> list[Hit]:
    """Statements that mean nearly the same as one, without itself and without its copies."""
    row = store.rows([statement_id], ("id", "words_hash", "embedding"))[0]
    vector = row["embedding"]
    found = store.nearest(vector, filters or Filters(), 4 * limit + 20, ("id", "words_hash"))
    candidates = [
        _Candidate(one["id"], one["words_hash"], meaning=one["score"])
        for one in found.to_pylist()
        if one["id"] != statement_id and one["words_hash"] != row["words_hash"]
    ]
    return _hits(store, candidates, Query("", (), ()), "meaning", limit)
