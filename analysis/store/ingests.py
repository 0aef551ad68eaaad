"""What went in when: an append-only log of runs."""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from analysis.store.connection import Connection
from analysis.store.records import Ingest, WriteReport
from analysis.store.schema import INGESTS, INGESTS_SCHEMA

_COUNTED = ("added", "replaced", "unchanged", "statements")


def begin(connection: Connection, what: str) -> str:
    """Note the start of a run; returns its id, which sorts by time."""
    ingest_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    _note(connection, ingest_id, "started", what, {})
    return ingest_id


def finish(connection: Connection, ingest_id: str, report: Any) -> None:
    """Note the end of a run and what it did."""
    _note(connection, ingest_id, "finished", "", {n: getattr(report, n, 0) for n in _COUNTED})


def note_undone(connection: Connection, ingest_id: str) -> None:
    """Note that a run was taken back."""
    _note(connection, ingest_id, "undone", "", {})


def _note(
    connection: Connection, ingest_id: str, event: str, what: str, counts: dict[str, int]
) -> None:
    row = {
        "id": ingest_id,
        "at": datetime.now(UTC),
        "event": event,
        "what": what,
        "counts": json.dumps(counts),
    }
    connection.append(INGESTS, pa.Table.from_pylist([row], schema=INGESTS_SCHEMA))


def history(connection: Connection) -> list[Ingest]:
    """All runs, newest first."""
    runs: dict[str, dict[str, dict[str, Any]]] = {}
    for row in connection.table(INGESTS).to_arrow().sort_by("at").to_pylist():
        runs.setdefault(row["id"], {})[row["event"]] = row
    return sorted(
        (_ingest(one, events) for one, events in runs.items() if "started" in events),
        key=lambda ingest: ingest.started,
        reverse=True,
    )


def _ingest(ingest_id: str, events: dict[str, dict[str, Any]]) -> Ingest:
    finished, undone = events.get("finished"), events.get("undone")
    return Ingest(
        id=ingest_id,
        what=events["started"]["what"],
        started=events["started"]["at"],
        finished=finished["at"] if finished else None,
        report=WriteReport(**json.loads(finished["counts"])) if finished else WriteReport(),
        undone=undone["at"] if undone else None,
    )
