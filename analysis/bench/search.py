"""How fast a store of N statements answers, how right, and what it takes to build.

Each step runs in a process of its own, so that the memory it says is that step's alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from analysis.bench.archive import grow
from analysis.bench.extract import peak_memory
from analysis.bench.queries import Answers, Timing, ask_all
from analysis.bench.rivals import exact_nearest, recall, time_rivals
from analysis.bench.sentences import Progress, Sentences, load_sentences
from analysis.embeddings import load_encoder
from analysis.errors import InputError
from analysis.store import Store
from analysis.store.bulk import append

QUERIES = 100  # sentences that are kept out of the store and asked for


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured: where texts, cached vectors and store lie, and how many statements.

    rows: 0 means the real sentences alone; sentences: how many of them at most; encoder: the
    model's name.
    """

    paths: tuple[Path, ...]
    cache: Path
    store: Path
    encoder: str
    rows: int = 0
    sentences: int | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured. Seconds, and MB (10^6 bytes) of disk and of memory at most."""

    statements: int
    real_sentences: int
    matching: dict[str, int]
    write_seconds: float
    index_seconds: float
    disk: float
    build_peak: float | None
    query_peak: float | None
    load: float  # of the machine, in processes, when the queries began
    cores: int
    timings: tuple[Timing, ...]
    notes: tuple[str, ...] = ()

    def report(self) -> str:
        """A table for people."""
        load = f"load {self.load:.1f} on {self.cores} cores"
        lines = [
            f"{self.statements:,} statements, {self.real_sentences:,} of them real sentences; "
            + ", ".join(f"filter {name}: {n:,}" for name, n in self.matching.items()),
            f"written in {self.write_seconds:,.0f} s, indexed in {self.index_seconds:,.0f} s, "
            f"{self.disk:,.0f} MB on disk; {load}",
            f"memory at most: {_mb(self.build_peak)} to build, {_mb(self.query_peak)} to ask",
            f"{'':<28}{'filter':<8}{'p50 ms':>9}{'p95 ms':>9}{'recall@10':>11}",
        ]
        for one in self.timings:
            right = "" if one.recall is None else f"{one.recall:.3f}"
            lines.append(f"{one.what:<28}{one.filters:<8}{one.p50:>9.1f}{one.p95:>9.1f}{right:>11}")
        return "\n".join([*lines, *self.notes])


def _mb(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f} MB"


def measure(plan: Plan, progress: Progress = lambda line: None) -> Measurement:
    """Grow a store in ``plan.store``, ask it, compare with exact answers and with others.

    A store that is there already is asked as it is. Raises InputError where there are too few
    sentences.
    """
    encoder = load_encoder(plan.encoder)
    sentences = load_sentences(plan.paths, encoder, plan.cache, progress, plan.sentences)
    if len(sentences) < 2 * QUERIES:
        raise InputError(f"{len(sentences)} sentences are too few: give more texts.")
    asked = np.random.default_rng(2).choice(len(sentences), QUERIES, replace=False)
    rest = np.setdiff1d(np.arange(len(sentences)), asked)
    grown_from, held_out = _chosen(sentences, rest), _chosen(sentences, asked)
    texts, vectors = held_out.texts, held_out.vectors.astype(np.float32)
    progress("building the store …")
    build = _apart(_build, plan, grown_from)
    load = os.getloadavg()[0]
    progress("asking …")
    answers, query_peak = _apart(_ask, plan, texts, vectors)
    progress("comparing …")
    truth, rivals, notes = _apart(_compare, plan, vectors)
    return Measurement(
        statements=plan.rows or len(grown_from),
        real_sentences=min(len(grown_from), plan.rows or len(grown_from)),
        matching=answers.matching,
        query_peak=query_peak,
        load=load,
        cores=len(os.sched_getaffinity(0)),
        timings=(*_with_recall(answers, truth), *rivals),
        notes=tuple(notes),
        **build,
    )


def _chosen(sentences: Sentences, places: np.ndarray) -> Sentences:
    return Sentences(tuple(sentences.texts[p] for p in places), sentences.vectors[places])


def _apart(act: Callable[..., Any], *given: Any) -> Any:
    """The answer of ``act``, from a process that does nothing else."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(act, *given).result()


def _build(plan: Plan, sentences: Sentences) -> dict[str, Any]:
    if plan.store.exists():
        spent = (0.0, 0.0)
    else:
        start = perf_counter()
        with Store.open(str(plan.store), create=True) as store:
            batches = grow(sentences, plan.rows, plan.encoder)
            append(store, batches, plan.encoder, sentences.vectors.shape[1])
            written = perf_counter()
            store.optimize()
        spent = (written - start, perf_counter() - written)
    size = sum(file.stat().st_size for file in plan.store.rglob("*") if file.is_file())
    return {
        "write_seconds": spent[0],
        "index_seconds": spent[1],
        "disk": size / 1e6,
        "build_peak": peak_memory(),
    }


def _ask(plan: Plan, texts: Sequence[str], vectors: np.ndarray) -> tuple[Answers, float | None]:
    encoder = load_encoder(plan.encoder)
    with Store.open(str(plan.store)) as store:
        return ask_all(store, encoder, texts, vectors), peak_memory()


def _compare(
    plan: Plan, vectors: np.ndarray
) -> tuple[dict[str, list[list[str]]], list[Timing], list[str]]:
    with Store.open(str(plan.store)) as store:
        truth = exact_nearest(store, vectors)
        return truth, *time_rivals(store, vectors, truth)


def _with_recall(answers: Answers, truth: dict[str, list[list[str]]]) -> list[Timing]:
    return [
        replace(one, recall=recall(answers.nearest[one.filters], truth[one.filters]))
        if one.what == "nearest ten vectors"
        else one
        for one in answers.timings
    ]
