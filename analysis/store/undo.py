"""Taking a run back: what it brought goes, what it replaced returns, in one commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from analysis.errors import NotFound, StoreError
from analysis.store import corrections, ingests
from analysis.store.connection import Connection
from analysis.store.reading import scan
from analysis.store.schema import ARTICLE, REPLACED, STATEMENTS
from analysis.store.where import is_in, quoted


@dataclass(frozen=True, slots=True)
class UndoReport:
    """Articles that went, and those whose former version returned."""

    removed: int = 0
    restored: int = 0


def undo(connection: Connection, ingest_id: str) -> UndoReport:
    """Take a run back. Articles that a later run has replaced meanwhile stay as they are.

    Raises ``NotFound`` for an unknown run, ``StoreError`` for one that is undone already.
    """
    runs = {run.id: run for run in ingests.history(connection)}
    if ingest_id not in runs:
        raise NotFound(f"There is no run {ingest_id} in {connection.uri}.")
    if runs[ingest_id].undone:
        raise StoreError(f"The run {ingest_id} has been undone already.")
    undone = {run.id for run in runs.values() if run.undone} | {ingest_id}
    report = UndoReport()
    if connection.exists(STATEMENTS):
        report = connection.retry(lambda: _take_back(connection, ingest_id, undone))
        corrections.settle(connection)
    ingests.note_undone(connection, ingest_id)
    return report


def _take_back(connection: Connection, ingest_id: str, undone: set[str]) -> UndoReport:
    """One attempt on one version; another writer's commit makes it start anew."""
    dataset = connection.dataset(STATEMENTS)
    brought = f"record = '{ARTICLE}' AND ingest_id = {quoted(ingest_id)}"
    articles = dataset.to_table(columns=["id"], filter=brought)["id"].to_pylist()
    if not articles:
        return UndoReport()
    former = _former_rows(connection, articles, ingest_id, undone, dataset.schema)
    former = corrections.applied(connection, former)
    (
        dataset.merge_insert("id")
        .when_matched_update_all()
        .when_not_matched_insert_all()
        .when_not_matched_by_source_delete(is_in("article_id", articles))
        .conflict_retries(0)
        .execute(former)
    )
    restored = former.filter(pa.compute.equal(former["record"], ARTICLE)).num_rows
    return UndoReport(removed=len(articles) - restored, restored=restored)


def _former_rows(
    connection: Connection,
    articles: list[str],
    ingest_id: str,
    undone: set[str],
    schema: pa.Schema,
) -> pa.Table:
    """The rows that stood there before, skipping versions of runs that are undone too."""
    if not connection.exists(REPLACED):
        return schema.empty_table()
    columns = ["id", "article_id", "ingest_id", "replaced_by", "record"]
    kept = scan(connection, columns, is_in("article_id", articles), table=REPLACED).to_pylist()
    before: dict[tuple[str, str], str] = {}  # (article, run that replaced) → run replaced
    for row in kept:
        if row["record"] == ARTICLE:
            before[row["article_id"], row["replaced_by"]] = row["ingest_id"]
    tables = [schema.empty_table()]
    for (article, by), run in _returning(articles, ingest_id, before, undone).items():
        where = f"article_id = {quoted(article)} AND replaced_by = {quoted(by)}"
        where += f" AND ingest_id = {quoted(run)}"
        rows = scan(connection, schema.names, where, table=REPLACED)
        tables.append(_once_each(rows).cast(schema))
    return pa.concat_tables(tables)


def _returning(
    articles: list[str],
    ingest_id: str,
    before: dict[tuple[str, str], str],
    undone: set[str],
) -> dict[tuple[str, str], str]:
    """(article, run that replaced its former version) → run that had brought that version."""
    found: dict[tuple[str, str], str] = {}
    for article in articles:
        by = ingest_id
        seen: set[str] = set()
        while (article, by) in before and by not in seen:
            seen.add(by)
            run = before[article, by]
            if run not in undone:
                found[article, by] = run
                break
            by = run
    return found


def _once_each(rows: pa.Table) -> pa.Table:
    """Rows copied twice, by a write that was repeated, come back once."""
    last: dict[Any, int] = {one: n for n, one in enumerate(rows["id"].to_pylist())}
    return rows.take(pa.array(sorted(last.values()), pa.int64()))
