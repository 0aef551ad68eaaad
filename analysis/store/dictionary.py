"""Words as numbers: each distinct value of a column gets a code, and keeps it."""

from __future__ import annotations

import threading
from collections.abc import Iterable

import numpy as np
import pyarrow as pa


class Dictionary:
    """The values of a column in the order in which they were first seen.

    Code 0 stands for a missing value. Codes never change, so that what was coded for one version
    of the table is right for the next. May be shared by threads.
    """

    def __init__(self) -> None:
        self._codes: dict[str | None, int] = {None: 0}
        self._values: list[str | None] = [None]
        self._ranks = np.zeros(0, np.int64)
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._values)

    def encode(self, column: pa.Array) -> np.ndarray:
        """A code for each text of an Arrow array, in the smallest type that holds them all."""
        coded = column.dictionary_encode()
        with self._lock:
            known = [self._code(value) for value in coded.dictionary.to_pylist()]
            table = np.array([*known, 0], dtype=np.min_scalar_type(len(self._values)))
        places = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False)
        return table[places]

    def _code(self, value: str | None) -> int:
        code = self._codes.setdefault(value, len(self._values))
        if code == len(self._values):
            self._values.append(value)
        return code

    def among(self, values: Iterable[str]) -> np.ndarray:
        """For each code whether it stands for one of these values."""
        chosen = np.zeros(len(self._values), dtype=bool)
        codes = (self._codes.get(value.replace("\0", "")) for value in values)
        chosen[[code for code in codes if code is not None]] = True
        return chosen

    def values(self, codes: np.ndarray) -> np.ndarray:
        """The texts of these codes, as Python objects; ``None`` where missing."""
        table = np.empty(len(self._values), dtype=object)
        table[:] = self._values[: len(table)]
        return table[codes]

    def ranks(self) -> np.ndarray:
        """For each code its place in the order of the texts; missing values come last."""
        with self._lock:
            if len(self._ranks) != len(self._values):
                # In bytes as elsewhere in the engine, so that every listing has the same order.
                texts = [(v or "").encode("utf-8", "surrogatepass") for v in self._values[1:]]
                order = sorted(range(len(texts)), key=texts.__getitem__)
                ranks = np.empty(len(self._values), np.int64)
                ranks[0] = len(texts)
                ranks[np.array(order, np.int64) + 1] = np.arange(len(texts))
                self._ranks = ranks
            return self._ranks
