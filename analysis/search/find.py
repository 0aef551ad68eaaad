"""Queries → hits: candidates from the store, one order, copies counted instead of repeated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import pyarrow as pa

from analysis.embeddings import Encoder
from analysis.errors import ModelMismatch, ModelUnavailable
from analysis.models import Filters, Hit
from analysis.search import copies
from analysis.search.copies import are_copies
from analysis.search.fusion import Match, coverage, fused_score, holds_phrase
from analysis.search.query import Query, parse_query
from analysis.store import Store, unit_vectors

By = Literal["both", "meaning", "words"]

_COLUMNS = (*copies.COLUMNS, "searchable", "embedding")
_SCORES = ("bm25", "phrase", "meaning")
_PHRASE_WORDS = 6  # longer queries are not looked for as a phrase unless quoted


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A statement that may be shown."""

    row: Mapping[str, Any]
    match: Match
    score: float = 0.0
    words: tuple[str, ...] = ()  # the query's words and phrases that it holds

    @property
    def id(self) -> str:
        return str(self.row["id"])


@dataclass(slots=True)
class _Group:
    """A hit and the candidates that are copies of it."""

    shown: _Candidate
    copies: set[str] = field(default_factory=set)


def search(
    store: Store,
    encoder: Encoder | None,
    query: str,
    *,
    by: By = "both",
    filters: Filters | None = None,
    limit: int = 20,
) -> list[Hit]:
    """Statements that answer a query, best first.

    A phrase in quotation marks must be there as it stands (by meaning it is only more words);
    where no statement has it, a search by both falls back on meaning. Copies of one report in
    other papers are counted on the hit. ``encoder`` may be ``None`` for a search by words.
    Raises ``ModelMismatch`` when the encoder is not the store's.
    """
    parsed = parse_query(query)
    if parsed.is_empty or limit < 1:
        return []
    filters = filters or Filters()
    vector = None
    if by != "words":
        vector = _query_vector(store, encoder, parsed)
    pool = max(80, 3 * limit)
    rows = _candidate_rows(store, parsed, by, vector, filters, pool)
    candidates = _matched(store, parsed, by, vector, rows)
    ranked = sorted(candidates, key=lambda one: (-one.score, one.id))
    return _hits(store, ranked, filters, limit, lambda one: _why(one, by))


def similar(
    store: Store, statement_id: str, *, filters: Filters | None = None, limit: int = 10
) -> list[Hit]:
    """Statements that mean nearly the same as one, without itself and without its copies.

    Raises ``NotFound``.
    """
    filters = filters or Filters()
    own = store.statement(statement_id, _COLUMNS)
    vector = np.asarray(own["embedding"], dtype=np.float32)
    found = _rows(store.nearest(vector, filters, 3 * limit + 40, (*_COLUMNS, "_rowid")))
    candidates = [
        _Candidate(row, Match(meaning=row["score"]), row["score"])
        for row in found
        if row["id"] != own["id"] and not are_copies(own, row, row["score"])
    ]
    return _hits(store, candidates, filters, limit, lambda one: f"meaning {one.match.meaning:.2f}")


def _query_vector(store: Store, encoder: Encoder | None, query: Query) -> np.ndarray:
    if encoder is None:
        raise ModelUnavailable("A search by meaning needs an embedding model.")
    if store.model and store.model != encoder.name:
        raise ModelMismatch(
            f"The store's vectors were made by {store.model}, not by {encoder.name}. "
            f"Set READOUT_ENCODER={store.model}."
        )
    vector: np.ndarray = encoder.encode([query.text])[0]
    return vector


def _candidate_rows(
    store: Store, query: Query, by: By, vector: np.ndarray | None, filters: Filters, pool: int
) -> dict[str, dict[str, Any]]:
    """Rows by id, with ``meaning`` and ``bm25`` where the engine gave them."""
    asked: dict[str, tuple[Sequence[str], Sequence[str]]] = {}
    if by != "meaning":
        asked["bm25"] = (query.words, query.phrases)
        if by == "both" and not query.phrases and 1 < len(query.text.split()) <= _PHRASE_WORDS:
            asked["phrase"] = ((), (query.text,))
    if by == "both" and query.phrases:
        found = _rows(store.candidates(None, asked, filters, pool, _COLUMNS))
        if found:
            return {row["id"]: row for row in found}
        asked = {}  # no statement has the phrase: by meaning alone
    found = _rows(store.candidates(vector, asked, filters, pool, _COLUMNS))
    return {row["id"]: row for row in found}


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    """Rows as dicts, the embedding as a float32 unit vector; no score where there is none."""
    vectors = unit_vectors(table["embedding"])
    rows = [
        {name: value for name, value in row.items() if name not in _SCORES or value is not None}
        for row in table.drop_columns("embedding").to_pylist()
    ]
    for row, vector in zip(rows, vectors, strict=True):
        row["embedding"] = vector
    return rows


def _matched(
    store: Store,
    query: Query,
    by: By,
    vector: np.ndarray | None,
    rows: Mapping[str, dict[str, Any]],
) -> list[_Candidate]:
    """Candidates with all that the order rests on."""
    best = max((row.get("bm25", 0.0) for row in rows.values()), default=0.0) or 1.0
    texts = store.tokens([row["searchable"] for row in rows.values()]) if by != "meaning" else []
    parts = [*query.phrases, *query.words]
    tokenised = store.tokens([query.text, *parts]) if by != "meaning" else [[]]
    whole, by_part = tokenised[0], dict(zip(parts, tokenised[1:], strict=False))
    candidates = []
    for number, row in enumerate(rows.values()):
        tokens = texts[number] if texts else []
        held = tuple(part for part, wanted in by_part.items() if holds_phrase(wanted, tokens))
        match = Match(
            meaning=_cosine(vector, row),
            bm25=row.get("bm25", 0.0) / best,
            coverage=coverage([t for wanted in by_part.values() for t in wanted], tokens),
            phrase=len(held) == len(parts) if query.phrases else holds_phrase(whole, tokens),
        )
        score = {"meaning": match.meaning, "words": row.get("bm25", 0.0)}.get(by)
        if score is None:
            score = fused_score(match, short=query.is_short)
        candidates.append(_Candidate(row, match, score, held))
    return candidates


def _cosine(vector: np.ndarray | None, row: Mapping[str, Any]) -> float:
    if vector is None:
        return 0.0
    if "meaning" in row:
        return float(row["meaning"])
    return float(vector @ row["embedding"])


def _hits(
    store: Store, ranked: Sequence[_Candidate], filters: Filters, limit: int, why: Any
) -> list[Hit]:
    groups = _grouped(ranked, limit)
    shown = [group.shown for group in groups]
    with ThreadPoolExecutor(max_workers=1) as beside:
        copied = beside.submit(_all_copies, store, groups, filters)
        places = [one.row["_rowid"] for one in shown]
        rows = store.rows([one.id for one in shown], row_ids=places, missing_ok=True)
        elsewhere = copied.result()
    by_id = {row["id"]: row for row in rows}
    return [
        Hit(
            id=group.shown.id,
            score=round(group.shown.score, 4),
            why=why(group.shown),
            copies=len(group.copies | elsewhere[group.shown.id]),
            row=by_id[group.shown.id],
        )
        for group in groups
        if group.shown.id in by_id  # unless a writer has just replaced it
    ]


def _grouped(ranked: Sequence[_Candidate], limit: int) -> list[_Group]:
    """The first ``limit`` candidates that are no copies of one another, with their copies."""
    groups: list[_Group] = []
    for candidate in ranked:
        group = next((one for one in groups if _are_copies(one.shown, candidate)), None)
        if group:
            group.copies.add(candidate.id)
        elif len(groups) < limit:
            groups.append(_Group(candidate))
    return groups


def _are_copies(one: _Candidate, other: _Candidate) -> bool:
    if not are_copies(one.row, {**other.row, "words_hash": one.row["words_hash"]}, None):
        return False  # another speaker or another time, whatever the words
    cosine = float(one.row["embedding"] @ other.row["embedding"])
    return are_copies(one.row, other.row, cosine)


def _all_copies(store: Store, groups: Sequence[_Group], filters: Filters) -> dict[str, set[str]]:
    """Copies word for word anywhere in the store, under the same filters: hit id → their ids."""
    hashes = {group.shown.row["words_hash"] for group in groups}
    same: dict[str, list[dict[str, Any]]] = {}
    for row in store.with_words(hashes, replace(filters, ids=()), copies.COLUMNS):
        same.setdefault(row["words_hash"], []).append(row)
    return {
        group.shown.id: {
            row["id"]
            for row in same.get(group.shown.row["words_hash"], ())
            if row["id"] != group.shown.id and are_copies(group.shown.row, row, None)
        }
        for group in groups
    }


def _why(one: _Candidate, by: By) -> str:
    reasons = []
    if by != "words":
        reasons.append(f"meaning {one.match.meaning:.2f}")
    if one.words:
        reasons.append("words: " + ", ".join(f"“{w}”" if " " in w else w for w in one.words))
    return "; ".join(reasons)
