"""Corrections in the rows themselves, so that search, filters and counts all go by them.

A row keeps what the extractor had found (column ``extracted``) beside what is shown, and names
the fields that a reader set right (``corrected``). What applies is decided by the table of
corrections alone; rows are brought in line with it when a correction comes or goes, and when rows
are written or brought back.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from analysis.store.anchors import anchors_of_rows, find_again, locate, text_keys
from analysis.store.connection import Connection, in_words
from analysis.store.marks import (
    CORRECTABLE,
    Value,
    anchor_from_row,
    value_from_json,
)
from analysis.store.reading import scan
from analysis.store.records import period_end
from analysis.store.rows import searchable
from analysis.store.schema import (
    ARTICLE,
    CORRECTIONS,
    CORRECTIONS_SCHEMA,
    STATEMENT,
    STATEMENTS,
)
from analysis.store.where import is_in

BY_A_READER = "corrected by a reader"

Row = Mapping[str, Any]
Rulings = Mapping[str, Mapping[str, Value]]  # statement id → field → value

# What goes with a corrected field unless it is corrected too: another speaker's office and
# country are not known, and the reason given for the former value holds no longer.
_WITH_SPEAKER = {"speaker_kind": "unknown", "role": None, "organisation": None, "country": None}
_TOUCHED = (
    *CORRECTABLE,
    *("speaker_reason", "said_on_how", "said_on_reason", "said_until", "searchable"),
    *("corrected", "extracted"),
)


# --- pure -----------------------------------------------------------------------------------


def correct_row(row: Row, values: Mapping[str, Value]) -> dict[str, Any]:
    """The row with these fields set, and no others: as extracted, then corrected."""
    plain = {**row, **_extracted(row)}
    changes = {field: _plain(value) for field, value in _with_company(plain, values).items()}
    changed = plain | changes
    kept = {field: plain[field] for field in changes}
    changed["corrected"] = sorted(values)
    changed["extracted"] = json.dumps(kept, default=date.isoformat) if kept else None
    said_on = changed["said_on"]
    changed["said_until"] = said_on and period_end(said_on, changed["said_on_precision"])
    changed["searchable"] = searchable(changed)
    return changed


def _extracted(row: Row) -> dict[str, Any]:
    """What the extractor had found in the fields that differ now."""
    kept = json.loads(row["extracted"] or "{}")
    if kept.get("said_on"):
        kept["said_on"] = date.fromisoformat(kept["said_on"])
    return dict(kept)


def _with_company(plain: Row, values: Mapping[str, Value]) -> dict[str, Value]:
    company: dict[str, Value] = {}
    if "speaker" in values:
        company["speaker_reason"] = BY_A_READER
        if values["speaker"] != plain["speaker"]:
            company |= _WITH_SPEAKER
    if "said_on" in values:
        company["said_on_precision"] = "day" if values["said_on"] else None
        company |= {"said_on_how": "curated", "said_on_reason": BY_A_READER}
    return company | dict(values)


def _plain(value: Value) -> Any:
    return list(value) if isinstance(value, tuple) else value


def correct_rows(rows: pa.Table, rulings: Rulings) -> pa.Table:
    """Rows of statements in the same order, every one in line with the rulings on it."""
    concerned = [
        place
        for place, (one, fields) in enumerate(
            zip(rows["id"].to_pylist(), rows["corrected"].to_pylist(), strict=True)
        )
        if fields or one in rulings
    ]
    if not concerned:
        return rows
    narrow = rows.drop_columns(["embedding"]).take(pa.array(concerned, pa.int64())).to_pylist()
    new = {
        place: correct_row(row, rulings.get(row["id"], {}))
        for place, row in zip(concerned, narrow, strict=True)
    }
    for name in _TOUCHED:
        field = rows.schema.field(name)
        values = rows[name].to_pylist()
        for place, row in new.items():
            values[place] = row[name]
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, field, pa.array(values, field.type))
    return rows


# --- in the store ---------------------------------------------------------------------------


def shown(connection: Connection, statement_id: str, field: str) -> Value:
    """What a statement shows in this field now."""
    value = scan(connection, [field], is_in("id", [statement_id]))[field].to_pylist()[0]
    return tuple(value) if isinstance(value, list) else value


def applied(connection: Connection, rows: pa.Table) -> pa.Table:
    """Rows that are about to be written, whole articles, with the corrections made to them."""
    known = _corrections(connection, _distinct(rows["article_id"]))
    if not known and not _any_corrected(rows):
        return rows
    heads = rows.filter(pa.compute.equal(rows["record"], ARTICLE))
    keys = dict(zip(heads["id"].to_pylist(), heads["text_key"].to_pylist(), strict=True))
    said = rows.filter(pa.compute.equal(rows["record"], STATEMENT))
    columns = ["id", "article_id", "text", "cue", "content"]
    anchors = anchors_of_rows(said.select(columns).to_pylist(), keys)
    candidates: dict[str, list[Any]] = {}
    for one in anchors:
        candidates.setdefault(one.article_id, []).append(one)
    today = {
        place: find_again(anchor_from_row(row), candidates.get(row["article_id"], ()))
        for place, row in enumerate(known)
    }
    return correct_rows(rows, _rulings(known, [today[place] for place in range(len(known))]))


def settle(connection: Connection, article_ids: Sequence[str] | None = None) -> None:
    """Bring the statements of these articles, or of all, in line with the corrections."""
    if not connection.exists(STATEMENTS) or not _any(connection):
        return
    # A correction may come while this one is being brought in: until nothing is left to change.
    while connection.retry(lambda: _settle(connection, article_ids)):
        pass


def _settle(connection: Connection, article_ids: Sequence[str] | None) -> bool:
    """One attempt on one version, which another writer's commit ends; whether rows changed.

    The corrections are read after that version is fixed. Read before, they could be older than
    the rows, and a correction made meanwhile would be taken back.
    """
    held = connection.dataset(STATEMENTS)
    with in_words(connection.uri):
        dataset = held.checkout_version(held.version)  # not the one that other threads advance
    keys = text_keys(connection, article_ids) if article_ids else {}
    known = _corrections(connection, article_ids, sorted(set(keys.values())))
    anchors = [anchor_from_row(row) for row in known]
    today = locate(connection, anchors)
    places = [today[anchor] for anchor in anchors]
    ids = sorted({place.statement_id for place in places if place})
    if not ids:
        return False
    with in_words(connection.uri):
        rows = dataset.to_table(filter=is_in("id", ids))
    new = correct_rows(rows, _rulings(known, places))
    changed = [n for n in range(rows.num_rows) if _differ(rows, new, n)]
    if changed:
        (
            dataset.merge_insert("id")
            .when_matched_update_all()
            .conflict_retries(0)
            .execute(new.take(pa.array(changed, pa.int64())))
        )
    return bool(changed)


def _differ(rows: pa.Table, new: pa.Table, place: int) -> bool:
    return any(
        (rows[name][place].as_py() or None) != (new[name][place].as_py() or None)
        for name in _TOUCHED
    )


def _any(connection: Connection) -> bool:
    with in_words(connection.uri):
        return bool(connection.latest(CORRECTIONS).count_rows())


def _corrections(
    connection: Connection, article_ids: Iterable[str] | None, text_keys: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Rows of corrections made to these articles, in the order in which they were made."""
    if not _any(connection):
        return []
    where = "true"
    if article_ids is not None:
        either = (("article_id", tuple(article_ids)), ("text_key", tuple(text_keys)))
        where = " OR ".join(is_in(name, values) for name, values in either if values)
    if not where:
        return []
    return scan(connection, CORRECTIONS_SCHEMA.names, where, table=CORRECTIONS).to_pylist()


def _rulings(known: Sequence[Row], places: Sequence[Any]) -> dict[str, dict[str, Value]]:
    """statement id → field → value; of several rows the last one rules."""
    found: dict[str, dict[str, Value]] = {}
    for row, place in zip(known, places, strict=True):
        if place is None:
            continue
        fields = found.setdefault(place.statement_id, {})
        fields.pop(row["field"], None)
        if not row["withdrawn"]:
            fields[row["field"]] = value_from_json(row["field"], row["value"])
    return found


def _distinct(column: pa.ChunkedArray) -> list[str]:
    return list(dict.fromkeys(column.to_pylist()))


def _any_corrected(rows: pa.Table) -> bool:
    return any(rows["corrected"].to_pylist())
