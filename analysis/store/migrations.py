"""Numbered changes of the schema, each applied once, in order, when a store is opened.

Append only: a step that has been released is never changed. The schema version is the number of
steps; a store with more of them was written by a newer Readout.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pyarrow as pa

from analysis.errors import StoreNewer
from analysis.store.connection import Connection
from analysis.store.schema import (
    INGESTS,
    INGESTS_SCHEMA,
    META,
    META_SCHEMA,
    REPLACED,
    STATEMENTS,
    TEXTS,
    TEXTS_SCHEMA,
)

_VERSION = "schema_version"


def m001_tables(connection: Connection) -> None:
    """The tables that do not depend on the embedding model; ``statements`` comes with it."""
    connection.create(TEXTS, TEXTS_SCHEMA)
    connection.create(INGESTS, INGESTS_SCHEMA)


def m002_question(connection: Connection) -> None:
    """The question that a statement answers; empty for all statements from before."""
    for name in (STATEMENTS, REPLACED):
        if connection.exists(name) and "question" not in connection.table(name).schema.names:
            connection.table(name).add_columns({"question": "cast(NULL as string)"})


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (m001_tables, m002_question)


def migrate(connection: Connection, *, create: bool) -> None:
    """Bring the store to the newest schema; refuse one that is newer still."""
    if create:
        connection.create(META, META_SCHEMA)
    done = int(read_meta(connection).get(_VERSION, "0"))
    if done > len(MIGRATIONS):
        raise StoreNewer(
            f"{connection.uri} was written by a newer Readout (schema {done}, this one knows "
            f"{len(MIGRATIONS)}). Update Readout, or point READOUT_STORE elsewhere."
        )
    for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
        step(connection)
        write_meta(connection, {_VERSION: str(number)})


def read_meta(connection: Connection) -> dict[str, str]:
    """All settings of the store; of several values of a key the last one rules."""
    rows = connection.table(META).to_arrow().sort_by("at").to_pylist()
    return {row["key"]: row["value"] for row in rows}


def write_meta(connection: Connection, values: dict[str, str]) -> None:
    """Note settings."""
    now = datetime.now(UTC)
    rows = [{"key": key, "value": value, "at": now} for key, value in values.items()]
    connection.append(META, pa.Table.from_pylist(rows, schema=META_SCHEMA))
