"""Search in the engine: by vector and by full text, filters applied before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from lancedb.query import BooleanQuery, FullTextQuery, MatchQuery, Occur, PhraseQuery

from analysis.models import Filters
from analysis.store import indexes
from analysis.store.connection import Connection, in_words
from analysis.store.schema import STATEMENTS, statements_schema
from analysis.store.where import where_statements

_SEARCHED = "searchable"


def nothing(columns: Sequence[str]) -> pa.Table:
    """No result, with the right columns."""
    empty = statements_schema(1).empty_table().select(list(columns))
    return empty.append_column("score", pa.array([], pa.float32()))


def nearest(
    connection: Connection,
    vector: np.ndarray,
    filters: Filters,
    limit: int,
    columns: Sequence[str],
) -> pa.Table:
    """Columns and cosine of the nearest statements, best first."""
    probing = indexes.probing(connection)
    query = (
        connection.table(STATEMENTS)
        .search(np.asarray(vector, dtype=np.float32), vector_column_name="embedding")
        .distance_type("cosine")
        .where(where_statements(filters), prefilter=True)
        .select([*columns, "_distance"])
        .limit(limit)
    )
    if probing:
        query = query.nprobes(probing.nprobes)
        if probing.refine:
            query = query.refine_factor(probing.refine)
    with in_words(connection.uri):
        found = query.to_arrow()
    score = pc.subtract(1.0, found["_distance"]).cast(pa.float32())
    return found.drop_columns("_distance").append_column("score", score)


def matching(
    connection: Connection,
    words: Sequence[str],
    phrases: Sequence[str],
    filters: Filters,
    limit: int,
    columns: Sequence[str],
) -> pa.Table:
    """Columns and BM25 score of the statements with these words and phrases, best first."""
    parts: list[tuple[Any, FullTextQuery]] = [(Occur.MUST, _phrase(phrase)) for phrase in phrases]
    if words:
        parts.append((Occur.SHOULD, _any_of(words)))
    full_text = parts[0][1] if len(parts) == 1 else BooleanQuery(parts)
    query = (
        connection.table(STATEMENTS)
        .search(full_text, query_type="fts")
        .where(where_statements(filters), prefilter=True)
        .select([*columns, "_score"])
        .limit(limit)
    )
    with in_words(connection.uri):
        found = query.to_arrow()
    return found.drop_columns("_score").append_column("score", found["_score"])


def _phrase(phrase: str) -> Any:
    make: Any = PhraseQuery  # the engine's type hints hide its defaults
    return make(phrase, _SEARCHED)


def _any_of(words: Sequence[str]) -> Any:
    make: Any = MatchQuery
    return make(" ".join(words), _SEARCHED)


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
