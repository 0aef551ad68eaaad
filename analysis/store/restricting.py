"""Filters for the engine's searches: the rows that may be found, as a set where it is known.

The engine evaluates a clause with its indexes, which at a million rows takes longer than the
search. Where the narrow columns are in memory they say in some milliseconds which rows match, and
the engine takes their row ids as a Roaring bitmap for each file. The answers are the same.
"""

from __future__ import annotations

import struct
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.models import Filters
from analysis.store.narrow import Narrow, NarrowColumns
from analysis.store.schema import STATEMENTS
from analysis.store.selecting import can_select, selected
from analysis.store.where import where_statements

_REMEMBERED = 16  # filters; one takes up to a quarter of a byte a row
_NO_RUNS = 12346  # the first number of a serialised Roaring bitmap
_ARRAY = 4096  # values in a container, up to which they are listed one by one


@dataclass(frozen=True, slots=True)
class Restriction:
    """What a search looks at: the table at a version, and options of its scanner.

    ``is_empty``: nothing can match, and there is no need to search.
    """

    dataset: Any
    options: dict[str, Any]
    is_empty: bool = False
    row_ids: np.ndarray | None = None  # of all statements, ascending, where they are known
    bits: np.ndarray | None = None  # which of them may be found, eight in a byte

    def allows(self, row_ids: np.ndarray) -> np.ndarray:
        """For each of these row ids whether it may be found."""
        if self.row_ids is None or self.bits is None or not len(self.row_ids):
            return np.zeros(len(row_ids), dtype=bool)
        places = np.searchsorted(self.row_ids, row_ids).clip(max=len(self.row_ids) - 1)
        allowed = (self.bits[places >> 3] >> (places & 7)) & 1
        return (self.row_ids[places] == row_ids) & (allowed == 1)


class Restrictions:
    """Makes restrictions, and remembers the last ones. May be shared by threads."""

    def __init__(self, columns: NarrowColumns) -> None:
        self._columns = columns
        self._made: OrderedDict[Filters, Restriction] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, filters: Filters) -> Restriction:
        """The restriction to statements that these filters let through, at the newest version."""
        if not (self._columns.is_loaded and can_select(filters)):
            dataset = self._columns.connection.dataset(STATEMENTS)
            return Restriction(dataset, {"filter": where_statements(filters)})
        narrow = self._columns.now()
        with self._lock:
            made = self._made.get(filters)
            if made is not None and made.dataset is narrow.dataset:
                self._made.move_to_end(filters)
                return made
        made = _restricted(narrow, filters)
        with self._lock:
            self._made[filters] = made
            while len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return made


def _restricted(narrow: Narrow, filters: Filters) -> Restriction:
    mask = selected(narrow, filters)
    row_ids = narrow.row_ids[mask]
    return Restriction(
        narrow.dataset,
        {"row_addr_allowlist": serialize(row_ids)},
        is_empty=not len(row_ids),
        row_ids=narrow.row_ids,
        bits=np.packbits(mask, bitorder="little"),
    )


def serialize(row_ids: np.ndarray) -> bytes:
    """Ascending row ids as Lance reads them: for each file its number and a Roaring bitmap."""
    if not len(row_ids):
        return struct.pack("<I", 0)
    files = list(_groups(row_ids >> 32))
    pieces = [struct.pack("<I", len(files))]
    for start, stop in files:
        places = (row_ids[start:stop] & 0xFFFFFFFF).astype(np.uint32)
        bitmap = _roaring(places)
        pieces += [struct.pack("<II", int(row_ids[start] >> 32), len(bitmap)), bitmap]
    return b"".join(pieces)


def _groups(keys: np.ndarray) -> Iterator[tuple[int, int]]:
    """Stretches of equal keys."""
    edges = np.flatnonzero(np.diff(keys)) + 1
    yield from zip([0, *edges.tolist()], [*edges.tolist(), len(keys)], strict=True)


def _roaring(values: np.ndarray) -> bytes:
    """Ascending numbers in the portable format of Roaring bitmaps, without runs."""
    groups = list(_groups(values >> 16))
    offset = 8 + 8 * len(groups)
    heads, offsets, bodies = [], [], []
    for start, stop in groups:
        low = (values[start:stop] & 0xFFFF).astype("<u2")
        body = low.tobytes() if len(low) <= _ARRAY else _bits(low)
        heads.append(struct.pack("<HH", int(values[start] >> 16), len(low) - 1))
        offsets.append(struct.pack("<I", offset))
        bodies.append(body)
        offset += len(body)
    return b"".join([struct.pack("<II", _NO_RUNS, len(groups)), *heads, *offsets, *bodies])


def _bits(low: np.ndarray) -> bytes:
    bits = np.zeros(1 << 16, dtype=np.uint8)
    bits[low] = 1
    return np.packbits(bits, bitorder="little").tobytes()
