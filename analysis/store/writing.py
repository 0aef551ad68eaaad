"""Putting articles in: texts first, then rows and articles together in one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from analysis.errors import StoreError
from analysis.store import corrections, indexes
from analysis.store.connection import Connection
from analysis.store.records import ArticleBatch, WriteReport
from analysis.store.rows import to_rows, to_texts
from analysis.store.schema import ARTICLE, REPLACED, STATEMENTS, TEXTS, replaced_schema
from analysis.store.where import is_in

ROWS_A_COMMIT = 20_000
COMMITS_A_TIDYING = 32  # every commit leaves small files, which no index has taken in yet


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
    new = _without_known({i: a.fingerprint for i, a in by_id.items()}, stored)
    if not new:
        return WriteReport(unchanged=len(articles))
    known = len(articles) - len(new)
    chosen = [by_id[i] for i in new]
    _write_texts(connection, chosen)
    rows = to_rows(chosen, ingest_id, datetime.now(UTC), dimension)
    return _replace(connection, rows, new, stored, ingest_id) + WriteReport(unchanged=known)


def write_rows(connection: Connection, rows: pa.Table, ingest_id: str) -> WriteReport:
    """Write rows that were built elsewhere, whole articles, in one commit; their texts are in.

    As with ``write``, articles that the store holds as they are, are left alone.
    """
    heads = rows.filter(pc.equal(rows["record"], ARTICLE))
    marks = dict(zip(heads["id"].to_pylist(), heads["fingerprint"].to_pylist(), strict=True))
    stored = _stored_fingerprints(connection, marks) if marks else {}
    new = _without_known(marks, stored)
    if not new:
        return WriteReport(unchanged=heads.num_rows)
    known = heads.num_rows - len(new)
    if known:
        rows = rows.filter(pc.is_in(rows["article_id"], pa.array(new, pa.string())))
    now = datetime.now(UTC)
    for name, value in (("ingest_id", ingest_id), ("added_at", now)):
        place = rows.schema.get_field_index(name)
        column = pa.array([value] * rows.num_rows, rows.schema.field(name).type)
        rows = rows.set_column(place, rows.schema.field(name), column)
    return _replace(connection, rows, new, stored, ingest_id) + WriteReport(unchanged=known)


def _replace(
    connection: Connection,
    rows: pa.Table,
    article_ids: Sequence[str],
    stored: Mapping[str, str],
    ingest_id: str,
) -> WriteReport:
    """Put these articles' rows in the place of their former ones."""
    _check(rows)
    replaced = [i for i in article_ids if i in stored]
    _keep_replaced(connection, replaced, ingest_id)
    _commit(connection, corrections.applied(connection, rows), article_ids)
    corrections.settle(connection, article_ids)  # what was corrected in that very moment, or moved
    connection.commits += 1
    if connection.commits % COMMITS_A_TIDYING == 0:
        indexes.tend(connection)
    return WriteReport(
        added=len(article_ids) - len(replaced),
        replaced=len(replaced),
        statements=rows.num_rows - len(article_ids),
    )


def _without_known(marks: Mapping[str, str], stored: Mapping[str, str]) -> list[str]:
    """Ids of the articles (id → fingerprint) that are new or changed, each content once."""
    held = set(stored.values())
    new = []
    for article, mark in marks.items():
        if mark not in held:
            held.add(mark)
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
    new = texts.filter(pc.invert(pc.is_in(texts["key"], pa.array(known, "string"))))
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
        table = connection.table(STATEMENTS)
        # By Lance itself: LanceDB looks at every number of every vector, for most of the time.
        (
            table.to_lance()
            .merge_insert("id")
            .when_matched_update_all()
            .when_not_matched_insert_all()
            .when_not_matched_by_source_delete(gone)
            .execute(rows)
        )
        table.checkout_latest()

    connection.retry(merge)
