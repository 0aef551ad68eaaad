"""Numbered changes of the schema, each applied once, in order, when a store is opened.

Append only: a step that has been released is never changed. The schema version is the number of
steps; a store with more of them was written by a newer Readout.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pyarrow as pa

from analysis.errors import StoreError, StoreNewer, StoreReadOnly
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
    USER_TABLES,
)

_VERSION = "schema_version"
_AT_ONCE = 5  # processes that open one old store in the same moment


def m001_tables(connection: Connection) -> None:
    """The tables that do not depend on the embedding model; ``statements`` comes with it."""
    connection.create(TEXTS, TEXTS_SCHEMA)
    connection.create(INGESTS, INGESTS_SCHEMA)


def m002_question(connection: Connection) -> None:
    """The question that a statement answers; empty for all statements from before."""
    _add_column(connection, "question", "cast(NULL as string)")


def m003_telling(connection: Connection) -> None:
    """The words with their cue; what had been embedded before was the words alone."""
    _add_column(connection, "telling", "text")


def m004_key(connection: Connection) -> None:
    """The key that keeps two writers from bringing one row twice."""
    if connection.exists(STATEMENTS):
        connection.retry(lambda: _set_key(connection.latest(STATEMENTS)))


def m005_users(connection: Connection) -> None:
    """What readers make, and the place in the rows where corrections are applied."""
    for name, schema in USER_TABLES.items():
        connection.create(name, schema)
    # A list cannot be cast from NULL in every version of the engine; an empty field can be added.
    _add_column(connection, "corrected", pa.field("corrected", pa.list_(pa.string())))
    _add_column(connection, "extracted", "cast(NULL as string)")


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (
    m001_tables,
    m002_question,
    m003_telling,
    m004_key,
    m005_users,
)


def _add_column(connection: Connection, column: str, how: str | pa.Field) -> None:
    """Give ``statements`` and ``replaced`` a column, unless it, or another process, has done so."""

    def add(name: str) -> None:
        table = connection.latest(name)
        if column not in table.schema.names:
            table.add_columns({column: how} if isinstance(how, str) else how)

    for name in (STATEMENTS, REPLACED):
        if connection.exists(name):
            connection.retry(partial(add, name))


def _set_key(table: Any) -> None:
    field = table.schema.field("id")
    if field.nullable:
        table.alter_columns({"path": "id", "nullable": False})
    if not any(b"primary-key" in key for key in field.metadata or ()):
        table.set_unenforced_primary_key("id")


def migrate(connection: Connection, *, create: bool) -> None:
    """Bring the store to the newest schema; refuse one that is newer still."""
    if create:
        connection.create(META, META_SCHEMA)
    done = _done(connection)
    if done > len(MIGRATIONS):
        raise StoreNewer(
            f"{connection.uri} was written by a newer Readout (schema {done}, this one knows "
            f"{len(MIGRATIONS)}). Update Readout, or point READOUT_STORE elsewhere."
        )
    while done < len(MIGRATIONS):
        _apply(connection, MIGRATIONS[done])
        if _done(connection) == done:  # else another process has come further meanwhile
            write_meta(connection, {_VERSION: str(done + 1)})
        done = _done(connection)


def _apply(connection: Connection, step: Callable[[Connection], None]) -> None:
    """Take a step; again, if it failed because another process was taking it too.

    A step looks at what is there first, so it has nothing left to do then.
    """
    for _ in range(_AT_ONCE):
        try:
            return step(connection)
        except StoreReadOnly:
            raise
        except StoreError:
            time.sleep(random.uniform(0.0, 0.1))
    return step(connection)


def _done(connection: Connection) -> int:
    """How many steps the store has taken."""
    return int(read_meta(connection).get(_VERSION, "0"))


def read_meta(connection: Connection) -> dict[str, str]:
    """All settings of the store; of several values of a key the last one rules."""
    rows = connection.table(META).to_arrow().sort_by("at").to_pylist()
    return {row["key"]: row["value"] for row in rows}


def write_meta(connection: Connection, values: dict[str, str]) -> None:
    """Note settings."""
    now = datetime.now(UTC)
    rows = [{"key": key, "value": value, "at": now} for key, value in values.items()]
    connection.append(META, pa.Table.from_pylist(rows, schema=META_SCHEMA))
