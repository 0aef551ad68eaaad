"""Search in the engine: by vector and by full text, filters applied before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lance.query import BooleanQuery, MatchQuery, Occur, PhraseQuery

from analysis.store.connection import Connection, in_words
from analysis.store.indexes import Probing
from analysis.store.reading import take
from analysis.store.restricting import Restriction
from analysis.store.schema import STATEMENTS, statements_schema

_SEARCHED = "searchable"


def nothing(columns: Sequence[str]) -> pa.Table:
    """No result, with the right columns."""
    named = [name for name in columns if name != "_rowid"]
    empty = statements_schema(1).empty_table().select(named)
    if len(named) < len(columns):
        empty = empty.append_column("_rowid", pa.array([], pa.uint64()))
    return empty.append_column("score", pa.array([], pa.float32()))


def nearest(
    restriction: Restriction,
    vector: np.ndarray,
    probing: Probing | None,
    limit: int,
    columns: Sequence[str],
) -> pa.Table:
    """Columns and cosine of the nearest statements, best first."""
    if restriction.is_empty:
        return nothing(columns)
    query: dict[str, Any] = {
        "column": "embedding",
        "q": np.asarray(vector, dtype=np.float32),
        "k": limit,
        "metric": "cosine",
    }
    if probing:
        query |= {"nprobes": probing.nprobes, "refine_factor": probing.refine(limit)}
    found = _search(restriction, [*columns, "_distance"], nearest=query)
    score = pc.subtract(1.0, found["_distance"]).cast(pa.float32())
    return found.drop_columns("_distance").append_column("score", score)


def matching(
    restriction: Restriction,
    words: Sequence[str],
    phrases: Sequence[str],
    limit: int,
    columns: Sequence[str],
) -> pa.Table:
    """Columns and BM25 score of the statements with these words and phrases, best first."""
    if restriction.is_empty:
        return nothing(columns)
    parts: list[tuple[Any, Any]] = [
        (Occur.MUST, PhraseQuery(phrase, _SEARCHED)) for phrase in phrases
    ]
    if words:
        parts.append((Occur.SHOULD, MatchQuery(" ".join(words), _SEARCHED)))
    query = parts[0][1] if len(parts) == 1 else BooleanQuery(parts)
    found = _search(restriction, [*columns, "_score"], full_text_query=query, limit=limit)
    return found.drop_columns("_score").append_column("score", found["_score"])


def candidates(
    dataset: Any, asked: Mapping[str, Callable[[], pa.Table]], columns: Sequence[str]
) -> pa.Table:
    """Columns and ``_rowid`` of all that several searches find, each statement once.

    asked: name → a search for ``_rowid``. They run side by side, and what is wide is read once for
    all that they found. Each has a column of scores; null: that search did not find the statement.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(asked))) as pool:
        running = {name: pool.submit(search) for name, search in asked.items()}
        found = {name: one.result() for name, one in running.items()}
    ids = list(dict.fromkeys(row for one in found.values() for row in one["_rowid"].to_pylist()))
    row_ids = pa.chunked_array([pa.array(ids, pa.uint64())])
    with in_words(dataset.uri):
        rows = take(dataset, row_ids, columns).append_column("_rowid", row_ids)
    for name, one in found.items():
        places = pc.index_in(row_ids, one["_rowid"])
        rows = rows.append_column(name, one["score"].take(places))
    return rows


def restricted(restriction: Restriction, columns: Sequence[str], where: str) -> pa.Table:
    """Columns of the statements that match a clause with an index, too; there should be few."""
    by_clause = restriction.options.get("filter")
    with in_words(restriction.dataset.uri):
        rows = restriction.dataset.to_table(
            columns=list(columns),
            filter=f"{by_clause} AND {where}" if by_clause else where,
            with_row_id=True,
        )
    if not by_clause:  # a set of rows would keep the engine from using its index
        rows = rows.filter(pa.array(restriction.allows(rows["_rowid"].to_numpy().astype(np.int64))))
    return rows.drop_columns("_rowid")


def _search(restriction: Restriction, columns: Sequence[str], **what: Any) -> pa.Table:
    with in_words(restriction.dataset.uri):
        return restriction.dataset.scanner(
            columns=list(columns), prefilter=True, **restriction.options, **what
        ).to_table()


_BETWEEN = "xqzbetweenqzx"  # a token that no text has


def tokens(connection: Connection, texts: Sequence[str]) -> list[list[str]]:
    """The texts as the full-text index sees them: stemmed, lower case, in order."""
    if not texts:
        return []
    joined = f"\n{_BETWEEN}\n".join(texts)
    with in_words(connection.uri):
        found = connection.table(STATEMENTS).tokenize(joined, column=_SEARCHED)
    split: list[list[str]] = [[]]
    for token in found:
        if token.text == _BETWEEN:
            split.append([])
        else:
            split[-1].append(token.text)
    return split
