"""Documents → store: the only module that knows the order of the stages.

read → find attributions → resolve → attach originals → embed → write, a chunk of articles at a
time, so that memory stays flat however many articles come.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from analysis import settings
from analysis.embeddings import Encoder
from analysis.finders import choose_finder
from analysis.ingest import BadInput, read_paths, read_statements
from analysis.models import Document, Statement
from analysis.references import attach_originals
from analysis.resolve import Registry, resolve_statements
from analysis.statements import SpanFinder, find_in_each
from analysis.store import ArticleBatch, Store, fingerprint, text_hash
from analysis.transcripts import EXTRACTOR, find_turns, transcript_statements

CHUNK = 128  # articles a commit
RESOLUTION = "resolve-3"  # count up when resolution answers otherwise than before
CURATED = ""  # no extractor: a person entered them

_T = TypeVar("_T")
Progress = Callable[["Report"], None]
Watch = Callable[[str], AbstractContextManager[object]]  # told each stage's name while it runs


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: counts of articles and statements, and everything that could not go in."""

    ingest_id: str = ""
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    statements: int = 0
    not_extracted: int = 0  # articles in languages that the extractor does not read
    problems: tuple[BadInput, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that was given went in; warnings do not count."""
        return not any(problem.severity == "error" for problem in self.problems)

    @property
    def articles(self) -> int:
        """Articles seen, whether new or not."""
        return self.added + self.replaced + self.unchanged


@lru_cache(maxsize=1)
def shipped_registry() -> Registry:
    """The actors that ship with Readout, loaded once."""
    return Registry.load(settings.DATA)


def shipped_finder() -> SpanFinder:
    """The finder that reads articles where none is given."""
    return choose_finder().finder


def finder_warnings() -> list[BadInput]:
    """That the rules serve instead of the trained finder, when they do."""
    doubt = choose_finder().doubt
    return [BadInput("data/models", "", doubt, "warning")] if doubt else []


def extract_statements(
    document: Document,
    finder: SpanFinder | None = None,
    registry: Registry | None = None,
) -> tuple[Statement, ...]:
    """Who said what in one document: statements of all kinds, in order of appearance.

    A transcript is read turn by turn, everything else as news. Rules read English only; a document
    in another language gives none.
    """
    (statements,) = extract_many([document], finder, registry)
    return statements


def extract_many(
    documents: Sequence[Document],
    finder: SpanFinder | None = None,
    registry: Registry | None = None,
) -> Iterator[tuple[Statement, ...]]:
    """The same for each of some documents; the finder reads several side by side, which is faster.

    All of them are held in memory at once.
    """
    finder, registry = finder or shipped_finder(), registry or shipped_registry()
    turns = [find_turns(document) if reads(document) else None for document in documents]
    pairs = list(zip(documents, turns, strict=True))
    news = (document for document, turn in pairs if reads(document) and turn is None)
    found = find_in_each(news, finder)
    for document, transcript in pairs:
        if not reads(document):
            yield ()
        elif transcript is not None:
            yield transcript_statements(document, transcript, registry, finder)
        else:
            resolved = resolve_statements(document, next(found), registry)
            yield attach_originals(document, resolved)


def reads(document: Document) -> bool:
    """Whether the extractor reads the document's language ("und": too short to tell)."""
    return document.language[:2].lower() in ("en", "un")


def add(
    paths: Iterable[str | Path],
    store: Store,
    encoder: Encoder,
    *,
    metadata: str | Path | None = None,
    finder: SpanFinder | None = None,
    registry: Registry | None = None,
    what: str = "",
    progress: Progress | None = None,
    watch: Watch = lambda stage: nullcontext(),
) -> Report:
    """Read files or folders of articles and put their statements into the store.

    Adding the same content twice changes nothing; changed content replaces the old. What cannot
    be read is listed in ``Report.problems``; everything else goes in. ``what`` names the run in
    the store's history. ``watch`` makes a context for every stretch of "read", "resolve" and
    "store"; finding and embedding run within the last two.
    """
    places = [Path(path) for path in paths]
    run = _Run(store, encoder, what or "add " + " ".join(map(str, places)), progress)
    run.note([] if finder else finder_warnings())
    finder = finder or shipped_finder()
    found = read_paths(places, Path(metadata) if metadata else None)
    for chunk in _watched(_chunks(found, CHUNK), watch, "read"):
        run.note([item for item in chunk if isinstance(item, BadInput)])
        documents = {item.id: item for item in chunk if isinstance(item, Document)}
        prints = {d.id: fingerprint(d, version(finder), encoder.name) for d in documents.values()}
        with watch("store"):
            new = run.leave_known(prints)
        with watch("resolve"):
            said = extract_many([documents[i] for i in new], finder, registry)
            articles = [
                _Article(documents[i], statements, mark)
                for (i, mark), statements in zip(new.items(), said, strict=True)
            ]
        with watch("store"):
            run.put(articles, version(finder))
    with watch("store"):
        return run.finish()


def add_statements(
    path: str | Path,
    store: Store,
    encoder: Encoder,
    *,
    skip: Container[str] = (),
    what: str = "",
    progress: Progress | None = None,
) -> tuple[Report, tuple[str, ...]]:
    """Take in a sheet of statements that are attributed already; marked as curated.

    Rows whose own id is in ``skip`` are left out. Returns the report and the columns that were
    ignored. Raises UnreadableFile when the sheet cannot be used at all.
    """
    sheet = read_statements(Path(path))
    statements: dict[str, list[Statement]] = {}
    for statement in sheet.statements:
        if sheet.row_ids.get(statement.id) not in skip:
            statements.setdefault(statement.article_id, []).append(statement)
    run = _Run(store, encoder, what or f"add --statements {path}", progress)
    run.note(sheet.problems)
    articles = {
        d.id: _Article(d, tuple(said), fingerprint(d, repr(said), encoder.name))
        for d in sheet.documents
        if (said := statements.get(d.id))
    }
    for chunk in _chunks(articles.items(), CHUNK):
        new = run.leave_known({i: article.fingerprint for i, article in chunk})
        run.put([articles[i] for i in new], CURATED)
    return run.finish(), sheet.ignored_columns


def version(finder: SpanFinder) -> str:
    """Name and version of all that decides which statements a document gives."""
    return version_with(finder.version)


def version_with(finder: str) -> str:
    """The same for a finder of that version."""
    return f"{finder}+{EXTRACTOR}+{RESOLUTION}"


@dataclass(frozen=True, slots=True)
class _Article:
    document: Document
    statements: tuple[Statement, ...]
    fingerprint: str


class _Run:
    """One ingest: keeps the report while chunks go into the store."""

    def __init__(
        self, store: Store, encoder: Encoder, what: str, progress: Progress | None
    ) -> None:
        store.use_model(encoder.name, encoder.dimension)  # a mismatch shows before any work
        self._store, self._encoder = store, encoder
        self._progress = progress or (lambda report: None)
        self._report = Report(ingest_id=store.begin_ingest(what))

    def note(self, problems: Sequence[BadInput]) -> None:
        """Keep what could not be read."""
        self._report = replace(self._report, problems=self._report.problems + tuple(problems))

    def leave_known(self, fingerprints: Mapping[str, str]) -> dict[str, str]:
        """The articles (id → fingerprint) that the store does not hold as they are now."""
        known = self._store.unchanged(fingerprints)
        self._report = replace(self._report, unchanged=self._report.unchanged + len(known))
        return {i: mark for i, mark in fingerprints.items() if i not in known}

    def put(self, articles: Sequence[_Article], extractor: str) -> None:
        """Embed and write articles."""
        written = self._store.write(self._batch(articles, extractor), self._report.ingest_id)
        report = self._report
        self._report = replace(
            report,
            added=report.added + written.added,
            replaced=report.replaced + written.replaced,
            unchanged=report.unchanged + written.unchanged,
            statements=report.statements + written.statements,
            not_extracted=report.not_extracted + sum(not reads(a.document) for a in articles),
        )
        self._progress(self._report)

    def finish(self) -> Report:
        """Close the ingest and return what was done."""
        self._store.finish_ingest(self._report.ingest_id, self._report)
        return self._report

    def _batch(self, articles: Sequence[_Article], extractor: str) -> list[ArticleBatch]:
        vectors = self._vectors([s.embedded for article in articles for s in article.statements])
        batch, row = [], 0
        for article in articles:
            count = len(article.statements)
            batch.append(
                ArticleBatch(
                    document=article.document,
                    statements=article.statements,
                    embeddings=vectors[row : row + count],
                    fingerprint=article.fingerprint,
                    model=self._encoder.name,
                    extractor=extractor,
                )
            )
            row += count
        return batch

    def _vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors (n, dimension); words that the store knows are not encoded again."""
        hashes = [text_hash(text) for text in texts]
        known = self._store.known_embeddings(hashes)
        new = {h: text for h, text in zip(hashes, texts, strict=True) if h not in known}
        vectors = known | dict(zip(new, self._encoder.encode(list(new.values())), strict=True))
        if not hashes:
            return np.zeros((0, self._encoder.dimension), np.float32)
        return np.stack([vectors[h] for h in hashes])


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def _watched(items: Iterable[_T], watch: Watch, stage: str) -> Iterator[_T]:
    """The items, each made while ``watch`` counts ``stage``."""
    iterator, end = iter(items), object()
    while True:
        with watch(stage):
            item = next(iterator, end)
        if item is end:
            return
        yield item  # type: ignore[misc]
