"""One file that holds the whole store, and a store made from it.

A zip of Arrow files, one a table, and ``readout.json`` with the schema's version and the number
of rows: readable without Readout. Indexes are left out; the store makes them again.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.errors import InputError, StoreError, StoreNewer
from analysis.store import indexes
from analysis.store.connection import Connection, in_words
from analysis.store.migrations import MIGRATIONS, migrate
from analysis.store.schema import META, STATEMENTS, USER_TABLES

_CONTENTS = "readout.json"
_ROWS = 8_192  # a batch


def backup(connection: Connection, path: Path) -> dict[str, int]:
    """Write all tables to ``path``, replacing it at the end; returns rows by table.

    The statements are fixed first and the texts read after them, so that every article that is in
    the backup has its text. Raises ``StoreError`` when the file cannot be written.
    """
    names = sorted(connection.names(), key=lambda name: (name != STATEMENTS, name))
    part = path.with_name(path.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
            rows = {name: _write_table(archive, connection, name) for name in names}
            contents = {"schema_version": len(MIGRATIONS), "rows": rows}
            archive.writestr(_CONTENTS, json.dumps(contents, indent=2))
        os.replace(part, path)
    except OSError as error:
        raise StoreError(f"The backup {path} cannot be written: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return rows


def _write_table(archive: zipfile.ZipFile, connection: Connection, name: str) -> int:
    dataset = connection.dataset(name)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    rows = 0
    with (
        archive.open(f"{name}.arrow", "w", force_zip64=True) as sink,
        pa.ipc.new_stream(sink, dataset.schema, options=options) as writer,
        in_words(connection.uri),
    ):
        for batch in dataset.to_batches(batch_size=_ROWS):
            writer.write_batch(batch)
            rows += batch.num_rows
    return rows


def restore(connection: Connection, path: Path) -> dict[str, int]:
    """Fill an empty store from a backup; the statements come last, in one commit.

    Raises ``InputError`` when the file is no backup, ``StoreNewer``, and ``StoreError`` when the
    place holds statements, or anything that readers made, already.
    """
    there = connection.names()
    for name, what in ((STATEMENTS, "articles"), *((name, name) for name in USER_TABLES)):
        if name in there and connection.table(name).count_rows():
            raise StoreError(
                f"{connection.uri} holds {what} already. Restore to a new place: set READOUT_STORE."
            )
    try:
        with zipfile.ZipFile(path) as archive:
            rows = _check(archive, path)
            for name in sorted(rows, key=lambda table: (table == STATEMENTS, table != META, table)):
                _read_table(archive, connection, name, rows[name])
    except (OSError, zipfile.BadZipFile, KeyError, pa.ArrowInvalid) as error:
        raise InputError(f"{path} cannot be restored: {error}") from error
    migrate(connection, create=False)
    if STATEMENTS in rows:
        indexes.create_full_text(connection)
        indexes.tend(connection, force=True)
    return rows


def _check(archive: zipfile.ZipFile, path: Path) -> dict[str, int]:
    if _CONTENTS not in archive.namelist():
        raise InputError(f"{path} is no backup of Readout: it lacks {_CONTENTS}.")
    contents = json.loads(archive.read(_CONTENTS))
    if contents["schema_version"] > len(MIGRATIONS):
        raise StoreNewer(f"{path} was written by a newer Readout. Update Readout to restore it.")
    broken = archive.testzip()
    if broken:
        raise InputError(f"{path} is damaged: {broken}. Use another backup.")
    rows: dict[str, int] = contents["rows"]
    return rows


def _read_table(archive: zipfile.ZipFile, connection: Connection, name: str, rows: int) -> None:
    with archive.open(f"{name}.arrow") as source, pa.ipc.open_stream(source) as reader:
        table = connection.create(name, reader.schema, anew=True)
        if rows:
            batches = pa.RecordBatchReader.from_batches(reader.schema, _batches(reader))
            with in_words(connection.uri):
                table.add(batches, on_bad_vectors="null")


def _batches(reader: Any) -> Iterator[pa.RecordBatch]:
    yield from reader
