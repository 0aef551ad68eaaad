"""The exact ten nearest, and what others take to find them: a NumPy scan, FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np

from analysis.bench.queries import FILTERS, NEAREST, Timing, time_each
from analysis.store import Store
from analysis.store.bulk import read_vectors

IN_MEMORY = 3_000_000  # vectors; above that only the exact answer is computed, from disk
_PROBES = 32
NO_FAISS = "FAISS is not installed, so it was left out: pip install -r requirements-dev.txt"


def exact_nearest(store: Store, vectors: np.ndarray) -> dict[str, list[list[str]]]:
    """By filter, for each vector the ids of the ten nearest; every statement is compared."""
    truth = {}
    for name, filters in FILTERS.items():
        best = np.full((len(vectors), NEAREST), -2.0, np.float32)
        best_ids = np.full((len(vectors), NEAREST), "", dtype=object)
        for ids, block in read_vectors(store, filters):
            scores = np.concatenate([best, vectors @ block.T], axis=1)
            every = np.concatenate(
                [best_ids, np.broadcast_to(np.array(ids, object), (len(vectors), len(ids)))], axis=1
            )
            top = np.argpartition(-scores, NEAREST - 1, axis=1)[:, :NEAREST]
            best = np.take_along_axis(scores, top, axis=1)
            best_ids = np.take_along_axis(every, top, axis=1)
        truth[name] = [[one for one in row if one] for row in best_ids]
    return truth


def recall(found: Sequence[Sequence[str]], truth: Sequence[Sequence[str]]) -> float | None:
    """Share of the exact answers that were found; ``None`` where there are none."""
    wanted = sum(map(len, truth))
    if not wanted:
        return None
    return sum(len(set(a) & set(b)) for a, b in zip(found, truth, strict=True)) / wanted


def time_rivals(
    store: Store, vectors: np.ndarray, truth: dict[str, list[list[str]]]
) -> tuple[list[Timing], list[str]]:
    """The same nearest ten by others, all vectors in memory; and what was left out, why."""
    rows = store.count()
    if rows > IN_MEMORY:
        return [], [f"NumPy and FAISS were left out: {rows:,} vectors do not fit in memory."]
    matrix, ids = _read_all(store, rows, vectors.shape[1])
    places = {one: place for place, one in enumerate(ids)}
    masks = {name: _mask(store, name, places) for name in FILTERS}
    timings = []
    for name, mask in masks.items():
        timing, found = time_each("NumPy, exact", name, _scan(matrix, mask, vectors), len(vectors))
        timings.append(_judged(timing, found, ids, truth[name]))
    if find_spec("faiss") is None:
        return timings, [NO_FAISS]
    index = _faiss_index(matrix)
    for name, mask in masks.items():
        ask = _ask_faiss(index, mask, vectors)
        timing, found = time_each("FAISS, IVF", name, ask, len(vectors))
        timings.append(_judged(timing, found, ids, truth[name]))
    return timings, []


def _read_all(store: Store, rows: int, dimension: int) -> tuple[np.ndarray, list[str]]:
    matrix = np.empty((rows, dimension), np.float32)
    ids: list[str] = []
    for some, block in read_vectors(store, FILTERS["none"]):
        matrix[len(ids) : len(ids) + len(some)] = block
        ids += some
    return matrix, ids


def _mask(store: Store, name: str, places: dict[str, int]) -> np.ndarray | None:
    if name == "none":
        return None
    mask = np.zeros(len(places), dtype=bool)
    mask[[places[one] for one in store.statements(FILTERS[name], ["id"])["id"]]] = True
    return mask


def _scan(matrix: np.ndarray, mask: np.ndarray | None, vectors: np.ndarray) -> Any:
    def ask(number: int) -> np.ndarray:
        scores = matrix @ vectors[number]
        if mask is not None:
            scores[~mask] = -2.0
        top = np.argpartition(-scores, NEAREST - 1)[:NEAREST]
        best: np.ndarray = top[np.argsort(-scores[top])]
        return best

    return ask


def _faiss() -> Any:
    import faiss

    return faiss


def _faiss_index(matrix: np.ndarray) -> Any:
    faiss = _faiss()
    cells = max(16, 4 * int(len(matrix) ** 0.5))
    quantizer = faiss.IndexFlatIP(matrix.shape[1])
    index = faiss.IndexIVFFlat(quantizer, matrix.shape[1], cells, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter = 10
    index.cp.max_points_per_centroid = 64
    index.train(matrix)
    index.add(matrix)
    return index


def _ask_faiss(index: Any, mask: np.ndarray | None, vectors: np.ndarray) -> Any:
    faiss = _faiss()
    bits = None if mask is None else np.packbits(mask, bitorder="little")
    chosen = None if bits is None else faiss.IDSelectorBitmap(bits)

    def ask(number: int) -> np.ndarray:
        options = faiss.SearchParametersIVF(sel=chosen, nprobe=_PROBES)
        found = index.search(vectors[number : number + 1], NEAREST, params=options)[1][0]
        hits: np.ndarray = found[found >= 0]
        return hits

    return ask


def _judged(
    timing: Timing, found: Sequence[np.ndarray], ids: Sequence[str], truth: list[list[str]]
) -> Timing:
    named = [[ids[place] for place in places] for places in found]
    return Timing(timing.what, timing.filters, timing.p50, timing.p95, recall(named, truth))
