"""Rows in great numbers: for archives that are grown for measuring, and exact answers to compare.

Nothing is looked up on the way in, so ids must be new; articles and statements come in one commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import lance
import numpy as np
import pyarrow as pa

from analysis.models import Filters
from analysis.store.connection import in_words, storage_options
from analysis.store.rows import unit_vectors
from analysis.store.schema import ARTICLE, STATEMENT, STATEMENTS, statements_schema
from analysis.store.store import Store
from analysis.store.where import where_statements


def append(store: Store, batches: Iterable[pa.RecordBatch], model: str, dimension: int) -> None:
    """Add rows of ``statements_schema`` in one commit, with no more memory than a few batches.

    The indexes follow with ``Store.optimize``. Raises ``ModelMismatch``, ``StoreError``.
    """
    store.use_model(model, dimension)
    place = store._connection.dataset(STATEMENTS)
    reader = pa.RecordBatchReader.from_batches(statements_schema(dimension), batches)
    with in_words(store.uri):
        lance.write_dataset(
            reader,
            place.uri,
            mode="append",
            storage_options=storage_options(store.uri) or None,
        )
        store._connection.table(STATEMENTS).checkout_latest()


def read_vectors(store: Store, filters: Filters) -> Iterator[tuple[list[str], np.ndarray]]:
    """Ids and float32 unit vectors of all statements that match, some thousand at a time."""
    dataset = store._connection.dataset(STATEMENTS)
    with in_words(store.uri):
        scanner = dataset.scanner(
            columns=["id", "embedding"], filter=where_statements(filters), batch_size=8_192
        )
        for batch in scanner.to_batches():
            table = pa.Table.from_batches([batch])
            yield table["id"].to_pylist(), unit_vectors(table["embedding"])


__all__ = ["ARTICLE", "STATEMENT", "append", "read_vectors", "statements_schema"]
