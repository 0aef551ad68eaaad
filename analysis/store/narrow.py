"""The narrow columns of all statements in memory: what filters, counts and orders look at.

Texts and vectors stay where they are. Words are held as codes, days as numbers: about 60 bytes a
statement. They belong to one version of the table; for the next one only the files that have
changed are read, so a commit of some thousand rows costs some milliseconds, and every answer is
that of the newest version.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.store.connection import Connection, in_words
from analysis.store.dictionary import Dictionary
from analysis.store.schema import STATEMENT, STATEMENTS

CODED = ("country", "speaker", "publisher", "kind", "mode", "origin", "said_on_precision")
LISTS = ("addressees", "mentions", "mentioned_countries")
DAYS = ("said_on", "said_until", "published")
NO_DAY = np.iinfo(np.int32).min
_NUMBERS = (*DAYS, "confidence", "added_at")
COLUMNS = (*CODED, *LISTS, *_NUMBERS)
_ROW = "_rowid"
_ROWS_A_BATCH = 65_536

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Lists:
    """A column of lists: how long each is, and all their values one after another."""

    lengths: np.ndarray
    codes: np.ndarray


@dataclass(frozen=True, slots=True)
class Narrow:
    """The narrow columns at one version, a place in every array for each statement, by row id.

    plain: codes of words, days since 1970 (``NO_DAY``: missing), numbers, and ``_rowid``;
    dictionaries: what the codes of a column mean; dataset: the table at that version.
    """

    dataset: Any
    plain: Arrays
    lists: Mapping[str, Lists]
    dictionaries: Mapping[str, Dictionary]

    def __len__(self) -> int:
        return len(self.plain[_ROW])

    @property
    def row_ids(self) -> np.ndarray:
        """The engine's row ids."""
        return self.plain[_ROW]


@dataclass(slots=True)
class _Part:
    """What one file of the table holds; ``key`` changes whenever its rows do."""

    key: tuple[Any, ...]
    plain: Arrays
    lists: dict[str, Lists] = field(default_factory=dict)


class NarrowColumns:
    """Keeps the narrow columns of a store, always those of its newest version."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._dictionaries = {name: Dictionary() for name in (*CODED, *LISTS)}
        self._parts: list[_Part] = []
        self._held: Narrow | None = None
        self._lock = threading.Lock()

    @property
    def is_loaded(self) -> bool:
        """Whether they have been read: the first reading takes a second or two a million rows."""
        return self._held is not None

    def now(self) -> Narrow:
        """The narrow columns at the newest version."""
        with self._lock:
            dataset = self.connection.dataset(STATEMENTS)
            if self._held is None or self._held.dataset is not dataset:
                with in_words(self.connection.uri):
                    self._held = self._refreshed(dataset)
            return self._held

    def _refreshed(self, dataset: Any) -> Narrow:
        fragments = sorted(dataset.get_fragments(), key=lambda one: one.fragment_id)
        held = {part.key: part for part in self._parts}
        keys = {fragment.fragment_id: _key(fragment) for fragment in fragments}
        missing = [one for one in fragments if keys[one.fragment_id] not in held]
        read = self._read(dataset, missing) if missing else {}
        parts = [held.get(key) or _Part(key, *read[number]) for number, key in keys.items()]
        plain, lists = _joined(parts, self._dictionaries)
        self._parts = _views(parts, plain, lists)
        return Narrow(dataset, plain, lists, self._dictionaries)

    def _read(
        self, dataset: Any, fragments: Sequence[Any]
    ) -> dict[int, tuple[Arrays, dict[str, Lists]]]:
        """Fragment → its statements."""
        scanner = dataset.scanner(
            columns=list(COLUMNS),
            filter=f"record = '{STATEMENT}'",
            with_row_id=True,
            fragments=list(fragments),
            scan_in_order=True,
            use_scalar_index=False,
            batch_size=_ROWS_A_BATCH,
        )
        pieces = [_Part((), *encode(b, self._dictionaries)) for b in scanner.to_batches()]
        plain, lists = _joined(pieces, self._dictionaries)
        of_row = plain[_ROW] >> 32  # a row id is the number of the fragment and a place in it
        edges = {
            one.fragment_id: np.searchsorted(of_row, [one.fragment_id, one.fragment_id + 1])
            for one in fragments
        }
        return {number: _sliced(plain, lists, *edge) for number, edge in edges.items()}


def of_table(dataset: Any, table: pa.Table, dictionaries: Mapping[str, Dictionary]) -> Narrow:
    """Narrow columns of rows that were read with their row ids."""
    pieces = [_Part((), *encode(batch, dictionaries)) for batch in table.to_batches()]
    return Narrow(dataset, *_joined(pieces, dictionaries), dictionaries)


def _key(fragment: Any) -> tuple[Any, ...]:
    files = tuple(file.path for file in fragment.data_files())
    return (fragment.fragment_id, files, fragment.deletion_file())


def encode(
    batch: pa.RecordBatch, dictionaries: Mapping[str, Dictionary]
) -> tuple[Arrays, dict[str, Lists]]:
    """Columns as arrays of numbers."""
    plain: Arrays = {}
    lists: dict[str, Lists] = {}
    for name, column in zip(batch.schema.names, batch.columns, strict=True):
        if pa.types.is_list(column.type):
            lengths = pa.compute.list_value_length(column).fill_null(0).to_numpy()
            lengths = lengths.astype(np.min_scalar_type(int(lengths.max(initial=0))))
            lists[name] = Lists(lengths, dictionaries[name].encode(column.flatten()))
        elif name in dictionaries:
            plain[name] = dictionaries[name].encode(column)
        elif pa.types.is_date(column.type):
            plain[name] = column.cast(pa.int32()).fill_null(NO_DAY).to_numpy()
        elif pa.types.is_timestamp(column.type):
            plain[name] = column.cast(pa.int64()).fill_null(0).to_numpy()
        elif name == _ROW:
            plain[name] = column.cast(pa.int64()).to_numpy()
        else:
            plain[name] = column.fill_null(0).to_numpy()
    return plain, lists


def _joined(
    parts: Sequence[_Part], dictionaries: Mapping[str, Dictionary]
) -> tuple[Arrays, dict[str, Lists]]:
    if not parts:
        return _none(dictionaries)
    names = parts[0].plain
    plain = {name: np.concatenate([part.plain[name] for part in parts]) for name in names}
    lists = {
        name: Lists(
            np.concatenate([part.lists[name].lengths for part in parts]),
            np.concatenate([part.lists[name].codes for part in parts]),
        )
        for name in parts[0].lists
    }
    return plain, lists


def _none(dictionaries: Iterable[str]) -> tuple[Arrays, dict[str, Lists]]:
    """No statement at all."""
    kinds: dict[str, Any] = dict.fromkeys(dictionaries, np.uint8)
    kinds |= dict.fromkeys(DAYS, np.int32) | {"confidence": np.float32}
    kinds |= {"added_at": np.int64, _ROW: np.int64}
    plain = {name: np.zeros(0, kind) for name, kind in kinds.items() if name not in LISTS}
    empty = Lists(np.zeros(0, np.uint8), np.zeros(0, np.uint8))
    return plain, dict.fromkeys(LISTS, empty)


def _sliced(
    plain: Arrays, lists: Mapping[str, Lists], start: int, stop: int
) -> tuple[Arrays, dict[str, Lists]]:
    cut = {}
    for name, column in lists.items():
        first = int(column.lengths[:start].sum())
        last = first + int(column.lengths[start:stop].sum())
        cut[name] = Lists(column.lengths[start:stop], column.codes[first:last])
    return {name: array[start:stop] for name, array in plain.items()}, cut


def _views(parts: Sequence[_Part], plain: Arrays, lists: Mapping[str, Lists]) -> list[_Part]:
    """The same parts as views of the joined arrays, so that nothing is held twice."""
    views = []
    start = 0
    starts = dict.fromkeys(lists, 0)
    for part in parts:
        stop = start + len(part.plain[_ROW])
        held = {}
        for name, column in lists.items():
            end = starts[name] + len(part.lists[name].codes)
            held[name] = Lists(column.lengths[start:stop], column.codes[starts[name] : end])
            starts[name] = end
        views.append(_Part(part.key, {n: a[start:stop] for n, a in plain.items()}, held))
        start = stop
    return views
