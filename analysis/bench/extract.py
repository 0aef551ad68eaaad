"""Words a second from file to store, stage by stage, and the memory it takes."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np

from analysis.bench.stopwatch import Stopwatch
from analysis.embeddings import Encoder
from analysis.errors import InputError
from analysis.ingest import read_paths
from analysis.models import Attribution, Document
from analysis.pipeline import Report, add, shipped_registry
from analysis.statements import SpanFinder
from analysis.store import Store

STAGES = ("read", "find", "resolve", "embed", "store")
_WARM_UP = "The minister said that talks would go on."


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a run over some texts took. Words are what white space separates.

    ``seconds`` are per stage: "find" tags and links, "resolve" is all else between a document and
    its statements, "store" includes what the store is asked. ``elapsed`` is end to end.
    Memory is the process's, in MB (10^6 bytes): ``loaded`` once models and tables are, ``peak`` at
    most, both ``None`` where the system does not tell.
    """

    finder: str
    articles: int
    words: int
    statements: int
    elapsed: float
    seconds: dict[str, float]
    loaded: float | None
    peak: float | None
    unreadable: tuple[str, ...] = ()

    def rate(self, stage: str | None = None) -> float:
        """Words a second of a stage, or end to end."""
        seconds = self.elapsed if stage is None else self.seconds.get(stage, 0.0)
        return self.words / seconds if seconds else 0.0

    def report(self) -> str:
        """A table for people."""
        lines = [
            f"{self.articles:,} articles, {self.words:,} words → {self.statements:,} statements "
            f"(finder {self.finder})",
            f"{'stage':<12}{'seconds':>10}{'share':>8}{'words/s':>12}",
        ]
        for stage in STAGES:
            seconds = self.seconds.get(stage, 0.0)
            share = seconds / self.elapsed if self.elapsed else 0.0
            lines.append(f"{stage:<12}{seconds:>10.1f}{share:>8.0%}{self.rate(stage):>12,.0f}")
        lines.append(f"{'end to end':<12}{self.elapsed:>10.1f}{'':>8}{self.rate():>12,.0f}")
        if self.peak is not None and self.loaded is not None:
            lines.append(f"memory: {self.loaded:,.0f} MB once loaded, {self.peak:,.0f} MB at most")
        return "\n".join(lines)


def measure(paths: Sequence[Path], encoder: Encoder, finder: SpanFinder) -> Measurement:
    """Put the texts of ``paths`` into a store that is thrown away, and time every stage.

    Models and tables are loaded before the clock starts. Raises InputError where there is no text.
    """
    watch = Stopwatch()
    with TemporaryDirectory(prefix="readout-bench-") as folder:
        store = Store.open(str(Path(folder) / "store"), create=True)
        _warm_up(encoder, finder)
        loaded, start = peak_memory(), perf_counter()
        report = add(
            paths, store, _TimedEncoder(encoder, watch), finder=_timed(finder, watch), watch=watch
        )
        elapsed, peak = perf_counter() - start, peak_memory()
    if not report.articles:
        raise InputError("There is no text to measure with in " + ", ".join(map(str, paths)) + ".")
    return _measurement(report, finder, _count_words(paths), elapsed, watch, (loaded, peak))


def _measurement(
    report: Report,
    finder: SpanFinder,
    words: int,
    elapsed: float,
    watch: Stopwatch,
    memory: tuple[float | None, float | None],
) -> Measurement:
    return Measurement(
        finder=finder.version,
        articles=report.articles,
        words=words,
        statements=report.statements,
        elapsed=elapsed,
        seconds={stage: watch.seconds.get(stage, 0.0) for stage in STAGES},
        loaded=memory[0],
        peak=memory[1],
        unreadable=tuple(str(p) for p in report.problems if p.severity == "error"),
    )


def peak_memory() -> float | None:
    """The most memory this process has held so far, in MB; ``None`` where it cannot be known."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def _warm_up(encoder: Encoder, finder: SpanFinder) -> None:
    shipped_registry()
    encoder.encode([_WARM_UP])
    finder.find(Document("a0", "warm-up.txt", _WARM_UP, _WARM_UP))


def _count_words(paths: Iterable[Path]) -> int:
    documents = (item for item in read_paths(list(paths)) if isinstance(item, Document))
    return sum(len(document.text.split()) for document in documents)


class _TimedEncoder:
    """An encoder under the clock."""

    def __init__(self, encoder: Encoder, watch: Stopwatch) -> None:
        self.name, self.dimension = encoder.name, encoder.dimension
        self._encoder, self._watch = encoder, watch

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        with self._watch("embed"):
            return self._encoder.encode(texts)


class _TimedFinder:
    """A finder under the clock."""

    def __init__(self, finder: SpanFinder, watch: Stopwatch) -> None:
        self.version = finder.version
        self._finder, self._watch = finder, watch

    def find(self, document: Document) -> tuple[Attribution, ...]:
        with self._watch("find"):
            return self._finder.find(document)


class _TimedReader(_TimedFinder):
    """A finder that reads several documents side by side, under the clock."""

    def find_many(self, documents: Iterable[Document]) -> Iterator[tuple[Attribution, ...]]:
        found = iter(self._finder.find_many(documents))  # type: ignore[attr-defined]
        while True:
            with self._watch("find"):
                here = next(found, None)
            if here is None:
                return
            yield here


def _timed(finder: SpanFinder, watch: Stopwatch) -> SpanFinder:
    """The finder under the clock, with what it can do and no more."""
    made = _TimedReader if hasattr(finder, "find_many") else _TimedFinder
    return made(finder, watch)
