"""Indexes and upkeep: made and refreshed by the store itself as it grows.

Search by words always has its index. The others come when scanning gets slow: on the columns that
filters use from some thousand rows on; on the vectors first one that still compares a query with
every vector, then, above ``EXACT``, one that compares with quantised vectors of the nearest
partitions and corrects the order with the full ones. Rows that no index has taken in yet are
searched one by one, so nothing is ever missing from a result.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from lancedb.index import FTS, Bitmap, BTree, IvfFlat, IvfRq, LabelList

from analysis.errors import StoreError
from analysis.store.connection import Connection
from analysis.store.schema import NAME_COLUMNS, STATEMENTS, TEXTS

SCALAR_FROM = 5_000  # rows
VECTOR_FROM = 20_000
EXACT = 100_000  # up to here every vector is compared
UNINDEXED = 1_000  # rows that may wait for the indexes between two runs
SMALL_FILES = 32  # of texts, before they are merged: one is looked up in all of them
_A_PARTITION = 4_096  # vectors
_PARTITIONS = 1_024  # at most: making them takes time in proportion
KEEP = timedelta(days=14)  # older versions of the tables go

WORDS = "words"
VECTORS = "vectors"

# Stop words stay in the index, so that a phrase in quotes is matched as it stands; the search
# itself drops them from loose words.
_FULL_TEXT = FTS(
    with_position=True,
    base_tokenizer="simple",
    language="English",
    lower_case=True,
    stem=True,
    remove_stop_words=False,
    ascii_folding=True,
)
_BITMAPS = ("record", "kind", "mode", "origin", "country", "publisher", "said_on_precision")
_TREES = (
    *("id", "article_id", "speaker", "said_on", "said_until", "ingest_id"),
    *("text_hash", "words_hash", "fingerprint"),
)
_LISTS = tuple(name for name in NAME_COLUMNS if name not in ("reported_by", "corrected"))


@dataclass(frozen=True, slots=True)
class Probing:
    """How thoroughly a search by vector looks: partitions visited, vectors compared in full."""

    nprobes: int
    compared: int | None = None  # at least; None: every one is compared anyway

    def refine(self, limit: int) -> int | None:
        """The engine's factor: so many times ``limit`` are compared in full."""
        return max(2, math.ceil(self.compared / limit)) if self.compared else None


def create_full_text(connection: Connection) -> None:
    """The full-text index; on an empty table too, so that every later row is found by it."""
    table = connection.table(STATEMENTS)
    if WORDS not in _names(table):
        connection.retry(lambda: table.create_index("searchable", config=_FULL_TEXT, name=WORDS))


def tend(connection: Connection, *, force: bool = False) -> None:
    """After a run: make the indexes that are due, let them take in new rows, tidy small files.

    When other writers are busy it is left to the next run.
    """
    table = connection.table(STATEMENTS)
    rows = table.count_rows()
    try:
        if force or _waiting(table) > UNINDEXED:
            connection.retry(lambda: table.optimize(cleanup_older_than=KEEP))
        _create_due(connection, table, rows)
        _tend_texts(connection, force=force)
    except StoreError:
        if force:
            raise


def _create_due(connection: Connection, table: Any, rows: int) -> None:
    names = _names(table)
    for column, config in _scalar_indexes() if rows >= SCALAR_FROM else ():
        if f"by_{column}" not in names:
            _create(connection, table, column, config, f"by_{column}")
    if rows >= VECTOR_FROM and _vector_index_is_due(table, rows):
        _create(connection, table, "embedding", _vector_index(rows), VECTORS)


def _tend_texts(connection: Connection, *, force: bool) -> None:
    table = connection.table(TEXTS)
    stats = table.stats()
    if force or stats["fragment_stats"]["num_small_fragments"] > SMALL_FILES:
        connection.retry(lambda: table.optimize(cleanup_older_than=KEEP))
    if stats["num_rows"] >= SCALAR_FROM and "by_key" not in _names(table):
        _create(connection, table, "key", BTree(), "by_key")


def _create(connection: Connection, table: Any, column: str, config: Any, name: str) -> None:
    connection.retry(lambda: table.create_index(column, config=config, name=name, replace=True))


def _scalar_indexes() -> list[tuple[str, Any]]:
    made: list[tuple[str, Any]] = [(column, Bitmap()) for column in _BITMAPS]
    made += [(column, BTree()) for column in _TREES]
    return made + [(column, LabelList()) for column in _LISTS]


def _vector_index(rows: int) -> Any:
    partitions = max(16, min(_PARTITIONS, 2 ** round(math.log2(rows / _A_PARTITION))))
    training: dict[str, Any] = {
        "distance_type": "cosine",
        "num_partitions": partitions,
        "max_iterations": 15,
        "sample_rate": 64,
    }
    return IvfFlat(**training) if rows <= EXACT else IvfRq(**training)


def _vector_index_is_due(table: Any, rows: int) -> bool:
    """There is none yet, or not the kind for so many rows."""
    kind = _vector_kind(table)
    return kind == "" or (kind == "IvfFlat") != (rows <= EXACT)


def _vector_kind(table: Any) -> str:
    return next((str(one.index_type) for one in table.list_indices() if one.name == VECTORS), "")


def _names(table: Any) -> set[str]:
    return {one.name for one in table.list_indices()}


def _waiting(table: Any) -> int:
    stats = table.index_stats(WORDS)
    return int(stats.num_unindexed_rows) if stats else 0


def probing(connection: Connection) -> Probing | None:
    """How to search by vector now; ``None`` when there is no index and all are compared."""
    table = connection.table(STATEMENTS)
    kind = _vector_kind(table)
    if kind == "":
        return None
    if kind == "IvfFlat":
        return Probing(nprobes=4096)
    return Probing(nprobes=112, compared=200)  # recall@10 0.99 of a million, with filters too
