"""Rows out of the store: filter first, few columns, the wide ones only for the rows shown."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from analysis.store.connection import Connection, in_words
from analysis.store.records import StoredArticle
from analysis.store.rows import to_article
from analysis.store.schema import ARTICLE, STATEMENTS, TEXTS, TEXTS_SCHEMA, statements_schema
from analysis.store.where import among, quoted

Ordering = tuple[tuple[str, str], ...]

# Equals keep the order in which they came in: that of the article's text.
ORDERS: dict[str, Ordering] = {
    "newest": (("said_on", "descending"), ("published", "descending"), ("_rowid", "ascending")),
    "oldest": (("said_on", "ascending"), ("published", "ascending"), ("_rowid", "ascending")),
    "published": (("published", "descending"), ("_rowid", "ascending")),
    "added": (("added_at", "descending"), ("_rowid", "ascending")),
    "speaker": (("speaker", "ascending"), ("said_on", "ascending"), ("_rowid", "ascending")),
    "least certain": (("confidence", "ascending"), ("_rowid", "ascending")),
}
_TAKEN_ONE_BY_ONE = 2_000  # rows; above that, reading all that match is faster


def scan(
    connection: Connection,
    columns: Sequence[str],
    where: str,
    *,
    table: str = STATEMENTS,
    row_ids: bool = False,
) -> pa.Table:
    """Some columns of the rows that match."""
    with in_words(connection.uri):
        return connection.dataset(table).to_table(
            columns=list(columns), filter=where, with_row_id=row_ids
        )


def scan_sorted(
    connection: Connection,
    columns: Sequence[str],
    where: str,
    order: Ordering,
    limit: int | None,
    offset: int = 0,
) -> pa.Table:
    """The same, sorted, from ``offset`` on, at most ``limit``; missing values come last.

    The columns to sort by are read for all rows that match, the others for the rows returned.
    """
    keys = [name for name, _ in order if name != "_rowid"]
    if limit is None or limit > _TAKEN_ONE_BY_ONE:
        rows = scan(connection, list(dict.fromkeys([*columns, *keys])), where, row_ids=True)
        end = None if limit is None else limit
        return rows.take(_ranks(rows, order)).slice(offset, end).select(list(columns))
    dataset = connection.dataset(STATEMENTS)  # one version for both steps
    with in_words(connection.uri):
        rows = dataset.to_table(columns=keys, filter=where, with_row_id=True)
        shown = rows["_rowid"].take(_ranks(rows, order, offset + limit)[offset:])
        return take(dataset, shown, columns)


def scan_in_text_order(
    connection: Connection, columns: Sequence[str], where: str, limit: int | None, offset: int = 0
) -> pa.Table:
    """The same, article by article, in the order in which the words stand there."""
    extra = [name for name in ("article_id", "content", "id") if name not in columns]
    table = scan(connection, [*columns, *extra], where)
    keys = zip(
        table["article_id"].to_pylist(),
        [spans or [0] for spans in table["content"].to_pylist()],
        table["id"].to_pylist(),
        strict=True,
    )
    rows = [row for _, row in sorted((key, row) for row, key in enumerate(keys))]
    end = None if limit is None else offset + limit
    return table.take(pa.array(rows[offset:end], pa.int64())).select(list(columns))


def read_article(connection: Connection, article_id: str) -> StoredArticle | None:
    """One article with its text, if it is there."""
    names = [name for name in statements_schema(1).names if name != "embedding"]
    where = f"record = '{ARTICLE}' AND id = {quoted(article_id)}"
    rows = scan(connection, names, where).to_pylist()
    if not rows:
        return None
    text = None
    if key := rows[0]["text_key"]:
        found = scan(connection, TEXTS_SCHEMA.names, f"key = {quoted(key)}", table=TEXTS)
        text = found.slice(0, 1).to_pylist()[0]
    return to_article(rows[0], text)


def _ranks(rows: pa.Table, order: Ordering, first: int | None = None) -> pa.Array:
    keys: list = list(order)
    if first is None or first >= rows.num_rows:
        return pc.sort_indices(rows, sort_keys=keys)
    return pc.select_k_unstable(rows, k=first, sort_keys=keys)


def take(dataset: object, row_ids: pa.ChunkedArray, columns: Sequence[str]) -> pa.Table:
    """Rows by the engine's row ids, in the order of these."""
    found = dataset.to_table(  # type: ignore[attr-defined]
        columns=list(columns), filter=among("_rowid", row_ids.to_pylist()), with_row_id=True
    )
    places = pc.index_in(row_ids, found["_rowid"])
    return found.take(places).select(list(columns))
