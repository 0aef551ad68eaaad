"""Documents → store: the only module that knows the order of the stages.

read → find attributions → resolve → attach originals → embed → write, a chunk of articles at a
time, so that memory stays flat however many articles come.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TypeVar

from analysis import settings
from analysis.embeddings import Encoder
from analysis.ingest import BadInput, read_paths, read_statements
from analysis.models import Document, Statement
from analysis.references import attach_originals
from analysis.resolve import Registry, resolve_statements
from analysis.statements import RuleFinder, SpanFinder, find_attributions
from analysis.store import ArticleBatch, Store, fingerprint

CHUNK = 128  # articles a commit
CURATED = "curated"

_T = TypeVar("_T")
Progress = Callable[["Report"], None]


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


def extract_statements(
    document: Document,
    finder: SpanFinder | None = None,
    registry: Registry | None = None,
) -> tuple[Statement, ...]:
    """Who said what in one document: statements of all kinds, in order of appearance.

    Rules read English only; a document in another language gives none.
    """
    if not reads(document):
        return ()
    attributions = find_attributions(document, finder or RuleFinder())
    resolved = resolve_statements(document, attributions, registry or shipped_registry())
    return attach_originals(document, resolved)


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
    progress: Progress | None = None,
) -> Report:
    """Read files or folders of articles and put their statements into the store.

    Adding the same content twice changes nothing; changed content replaces the old. What cannot
    be read is listed in ``Report.problems``; everything else goes in.
    """
    finder = finder or RuleFinder()
    found = read_paths([Path(path) for path in paths], Path(metadata) if metadata else None)
    run = _Run(store, encoder, finder.version, "add " + " ".join(map(str, paths)), progress)
    for chunk in _chunks(found, CHUNK):
        run.note([item for item in chunk if isinstance(item, BadInput)])
        documents = [item for item in chunk if isinstance(item, Document)]
        run.put(documents, lambda d: extract_statements(d, finder, registry))
    return run.finish()


def add_statements(
    path: str | Path,
    store: Store,
    encoder: Encoder,
    *,
    skip: Container[str] = (),
    progress: Progress | None = None,
) -> tuple[Report, tuple[str, ...]]:
    """Take in a sheet of statements that are attributed already; marked as curated.

    Rows whose own id is in ``skip`` are left out. Returns the report and the columns that were
    ignored. Raises UnreadableFile when the sheet cannot be used at all.
    """
    sheet = read_statements(Path(path))
    kept = [s for s in sheet.statements if sheet.row_ids.get(s.id) not in skip]
    by_article: dict[str, list[Statement]] = {}
    for statement in kept:
        by_article.setdefault(statement.article_id, []).append(statement)
    run = _Run(store, encoder, CURATED, f"add --statements {path}", progress)
    run.note(sheet.problems)
    documents = [d for d in sheet.documents if d.id in by_article]
    for start in range(0, len(documents), CHUNK):
        run.put(documents[start : start + CHUNK], lambda d: tuple(by_article[d.id]))
    return run.finish(), sheet.ignored_columns


class _Run:
    """One ingest: keeps the report while chunks go into the store."""

    def __init__(
        self, store: Store, encoder: Encoder, extractor: str, what: str, progress: Progress | None
    ) -> None:
        self._store, self._encoder, self._extractor = store, encoder, extractor
        self._progress = progress or (lambda report: None)
        self._report = Report(ingest_id=store.begin_ingest(what))

    def note(self, problems: Sequence[BadInput]) -> None:
        """Keep what could not be read."""
        self._report = replace(self._report, problems=self._report.problems + tuple(problems))

    def put(
        self,
        documents: Sequence[Document],
        statements_of: Callable[[Document], tuple[Statement, ...]],
    ) -> None:
        """Extract, embed and write those documents that the store does not hold already."""
        marks = {d.id: self._fingerprint(d, statements_of) for d in documents}
        known = self._store.unchanged(marks)
        new = [(d, statements_of(d)) for d in documents if d.id not in known]
        batch = _embedded(new, self._encoder)
        written = self._store.write(batch, self._report.ingest_id) if batch else None
        report = self._report
        self._report = replace(
            report,
            added=report.added + (written.added if written else 0),
            replaced=report.replaced + (written.replaced if written else 0),
            unchanged=report.unchanged + len(known),
            statements=report.statements + sum(len(found) for _, found in new),
            not_extracted=report.not_extracted + sum(not reads(d) for d, _ in new),
        )
        self._progress(self._report)

    def finish(self) -> Report:
        """Close the ingest and return what was done."""
        self._store.finish_ingest(self._report.ingest_id, self._report)
        return self._report

    def _fingerprint(
        self, document: Document, statements_of: Callable[[Document], tuple[Statement, ...]]
    ) -> str:
        if self._extractor != CURATED:
            return fingerprint(document, self._extractor, self._encoder.name)
        return fingerprint(document, repr(statements_of(document)), self._encoder.name)


def _embedded(
    articles: Sequence[tuple[Document, tuple[Statement, ...]]], encoder: Encoder
) -> list[ArticleBatch]:
    texts = [statement.text for _, statements in articles for statement in statements]
    vectors = encoder.encode(texts)
    batch, row = [], 0
    for document, statements in articles:
        batch.append(ArticleBatch(document, statements, vectors[row : row + len(statements)]))
        row += len(statements)
    return batch


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
