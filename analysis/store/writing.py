"""Putting articles in: texts first, then rows and articles together in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa

from analysis.errors import StoreError
from analysis.store.connection import Connection
from analysis.store.records import ArticleBatch, WriteReport
from analysis.store.rows import to_rows, to_texts
from analysis.store.schema import ARTICLE, REPLACED, STATEMENTS, TEXTS, replaced_schema
from analysis.store.where import is_in

ROWS_A_COMMIT = 20_000


def unchanged(connection: Connection, fingerprints: Mapping[str, str]) -> set[str]:
    """Ids of those articles that the store holds already, under their own or another id."""
    if not fingerprints or not connection.exists(STATEMENTS):
        return set()
    held = set(_stored_fingerprints(connection, fingerprints).values())
    return {article for article, mark in fingerprints.items() if mark in held}


def _stored_fingerprints(connection: Connection, wanted: Mapping[str, str]) -> dict[str, str]:
    """article id → fingerprint of the stored articles that share an id or a fingerprint."""
    marks = is_in("fingerprint", dict.fromkeys(wanted.values()))
    where = f"record = '{ARTICLE}' AND ({is_in('id', wanted)} OR {marks})"
    found = connection.dataset(STATEMENTS).to_table(columns=["id", "fingerprint"], filter=where)
    return dict(zip(found["id"].to_pylist(), found["fingerprint"].to_pylist(), strict=True))


def write(
    connection: Connection, articles: Sequence[ArticleBatch], ingest_id: str, dimension: int
) -> WriteReport:
    """Write the articles in as few commits as their number of rows allows."""
    report = WriteReport()
    for part in _parts(articles):
        report += _write_part(connection, part, ingest_id, dimension)
    return report


def _parts(articles: Iterable[ArticleBatch]) -> Iterator[list[ArticleBatch]]:
    part: list[ArticleBatch] = []
    rows = 0
    for article in articles:
        if part and rows + len(article.statements) + 1 > ROWS_A_COMMIT:
            yield part
            part, rows = [], 0
        part.append(article)
        rows += len(article.statements) + 1
    if part:
        yield part


def _write_part(
    connection: Connection, articles: list[ArticleBatch], ingest_id: str, dimension: int
) -> WriteReport:
    by_id = {article.document.id: article for article in articles}  # the last of one id counts
    stored = _stored_fingerprints(connection, {i: a.fingerprint for i, a in by_id.items()})
    new = _without_known(by_id, stored)
    if new:
        _write_texts(connection, new)
        rows = to_rows(new, ingest_id, datetime.now(UTC), dimension)
        _check(rows)
        ids = [article.document.id for article in new]
        _keep_replaced(connection, [i for i in ids if i in stored], ingest_id)
        _commit(connection, rows, ids)
    replaced = sum(article.document.id in stored for article in new)
    return WriteReport(
        added=len(new) - replaced,
        replaced=replaced,
        unchanged=len(articles) - len(new),
        statements=sum(len(article.statements) for article in new),
    )


def _without_known(
    articles: Mapping[str, ArticleBatch], stored: Mapping[str, str]
) -> list[ArticleBatch]:
    marks = set(stored.values())
    new = []
    for article in articles.values():
        if article.fingerprint not in marks:
            marks.add(article.fingerprint)
            new.append(article)
    return new


def _check(rows: pa.Table) -> None:
    ids = rows["id"].to_pylist()
    if len(set(ids)) != len(ids):
        twice = sorted({one for one in ids if ids.count(one) > 1})[:3]
        raise StoreError(f"Ids must be unique within a write; these are not: {', '.join(twice)}")


def _write_texts(connection: Connection, articles: Sequence[ArticleBatch]) -> None:
    texts = to_texts(articles)
    if not texts.num_rows:
        return
    where = is_in("key", texts["key"].to_pylist())
    known = connection.dataset(TEXTS).to_table(columns=["key"], filter=where)["key"].to_pylist()
    new = texts.filter(pa.compute.invert(pa.compute.is_in(texts["key"], pa.array(known, "string"))))
    if new.num_rows:
        connection.append(TEXTS, new)


def _keep_replaced(connection: Connection, article_ids: Sequence[str], ingest_id: str) -> None:
    """Copy rows that are about to go, so that the run can be undone."""
    if not article_ids:
        return
    rows = connection.dataset(STATEMENTS).to_table(filter=is_in("article_id", article_ids))
    dimension = rows.schema.field("embedding").type.list_size
    schema = replaced_schema(dimension)
    now = pa.array([datetime.now(UTC)] * rows.num_rows, schema.field("replaced_at").type)
    rows = rows.append_column("replaced_by", pa.array([ingest_id] * rows.num_rows, pa.string()))
    rows = rows.append_column("replaced_at", now).select(schema.names).cast(schema)
    connection.create(REPLACED, schema)
    connection.retry(lambda: connection.table(REPLACED).add(rows, on_bad_vectors="null"))


def _commit(connection: Connection, rows: pa.Table, article_ids: Sequence[str]) -> None:
    """One commit: these articles' rows are there, their former rows are gone."""
    gone = is_in("article_id", article_ids)

    def merge() -> None:
        (
            connection.table(STATEMENTS)
            .merge_insert("id")
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .when_not_matched_by_source_delete(gone)
            .execute(rows, on_bad_vectors="null")
        )

    connection.retry(merge)
