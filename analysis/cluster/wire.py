"""Plain values ↔ what travels between machines: text and bytes, nothing that runs on arrival."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from analysis.cluster.work import Piece, Seen
from analysis.ingest import BadInput, Source

PIECE_SCHEMA = pa.schema(
    [
        pa.field("items", pa.string()),
        pa.field("rows", pa.large_binary()),
        pa.field("fragments", pa.list_(pa.binary())),
        pa.field("schemas", pa.list_(pa.binary())),
    ]
)


def pack_sources(items: Iterable[Source | BadInput]) -> str:
    """Files to read and complaints about others, in order, as JSON."""
    return json.dumps([_plain(item) for item in items])


def unpack_sources(text: str) -> list[Source | BadInput]:
    """What ``pack_sources`` packed."""
    return [_item(kind, values) for kind, *values in json.loads(text)]


def pack_piece(piece: Piece) -> pa.Table:
    """A piece as a table of one row, so that nothing on the way can part an article."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, piece.rows.schema) as stream:
        stream.write_table(piece.rows)
    row = {
        "items": json.dumps([_plain(item) for item in piece.items]),
        "rows": sink.getvalue().to_pybytes(),
        "fragments": [one["fragment"] for one in piece.texts],
        "schemas": [one["schema"] for one in piece.texts],
    }
    return pa.Table.from_pylist([row], schema=PIECE_SCHEMA)


def unpack_piece(row: Mapping[str, Any]) -> Piece:
    """What ``pack_piece`` packed, as a dict."""
    with pa.ipc.open_stream(row["rows"]) as stream:
        rows = stream.read_all()
    texts = tuple(
        {"fragment": fragment, "schema": schema}
        for fragment, schema in zip(row["fragments"], row["schemas"], strict=True)
    )
    items = tuple(_item(kind, values) for kind, *values in json.loads(row["items"]))
    return Piece(items, rows, texts)


def _plain(item: Source | BadInput | Seen) -> list[Any]:
    if isinstance(item, BadInput):
        return ["bad", item.path, item.where, item.reason, item.severity]
    if isinstance(item, Seen):
        return ["seen", item.id, item.name, item.text_hash, item.is_new, item.is_read]
    return ["source", str(item.path), dict(item.given)]


def _item(kind: str, values: list[Any]) -> Any:
    if kind == "source":
        return Source(Path(values[0]), values[1])
    return BadInput(*values) if kind == "bad" else Seen(*values)
