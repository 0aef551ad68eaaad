"""What goes into the store and what it answers, apart from frames and statements."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta

import numpy as np

from analysis.models import Document, Footnote, Precision, Span, Statement


@dataclass(frozen=True, slots=True)
class ArticleBatch:
    """One article as the pipeline made it: all its statements and their vectors.

    embeddings: float array (number of statements, dimension), unit length, one row a statement.
    fingerprint: what ``fingerprint`` made of document, extractor and model; model: the name of
    the embedding model; extractor: name and version of what found the statements.
    """

    document: Document
    statements: tuple[Statement, ...]
    embeddings: np.ndarray
    fingerprint: str
    model: str
    extractor: str = ""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What a write did, in articles, and how many statements came in with them."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    statements: int = 0

    def __add__(self, other: WriteReport) -> WriteReport:
        return WriteReport(
            self.added + other.added,
            self.replaced + other.replaced,
            self.unchanged + other.unchanged,
            self.statements + other.statements,
        )


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it lies in the store: the document, and how it came in."""

    document: Document
    n_statements: int
    fingerprint: str
    extractor: str
    embedding_model: str
    ingest_id: str
    added_at: datetime

    @property
    def id(self) -> str:
        """The document's id."""
        return self.document.id

    @property
    def title(self) -> str:
        """The document's title; empty when unknown."""
        return self.document.title

    @property
    def publisher(self) -> str:
        """Who published it; empty when unknown."""
        return self.document.publisher

    @property
    def published(self) -> date | None:
        """When it appeared."""
        return self.document.published

    @property
    def text(self) -> str:
        """Its text as on disk; empty for the page behind curated statements."""
        return self.document.text


@dataclass(frozen=True, slots=True)
class Summary:
    """What the store holds, in numbers. ``first`` and ``last`` are days of saying.

    ``statements`` and all that follows count rows of kind "statement"; ``kinds`` and ``origins``
    count rows of every kind.
    """

    articles: int = 0
    statements: int = 0
    speakers: int = 0
    countries: int = 0
    first: date | None = None
    last: date | None = None
    undated: int = 0
    unattributed: int = 0
    curated: int = 0
    publishers: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    origins: Mapping[str, int] = field(default_factory=dict)
    model: str = ""
    last_added: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ingest:
    """One run that brought articles in. ``finished`` is ``None`` when it was interrupted."""

    id: str
    what: str
    started: datetime
    finished: datetime | None
    report: WriteReport
    undone: datetime | None = None


def _digest(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()


def fingerprint(document: Document, extractor: str, model: str) -> str:
    """Hash of all that decides what an article's rows look like.

    The article's id and file name are left out: the same article under another name is the same.
    ``extractor`` is the version of what finds the statements; where they are entered by people,
    the statements themselves, as text.
    """
    metadata = {
        one.name: str(getattr(document, one.name))
        for one in fields(document)
        if one.name not in ("id", "name", "text", "readable", "footnotes")
    }
    return _digest(
        document.text,
        document.readable,
        json.dumps(metadata, sort_keys=True),
        footnotes_to_json(document.footnotes),
        extractor,
        model,
    )


def footnotes_to_json(footnotes: Sequence[Footnote]) -> str:
    """Footnotes as a JSON list of ``[start, end, label, title, url]``."""
    return json.dumps([[*note.mark, note.label, note.title, note.url] for note in footnotes])


def footnotes_from_json(text: str) -> tuple[Footnote, ...]:
    """What ``footnotes_to_json`` wrote."""
    return tuple(Footnote(Span(start, end), *rest) for start, end, *rest in json.loads(text))


def text_key(document: Document) -> str:
    """Address of a document's text in ``texts``; empty when it has none."""
    if not document.text:
        return ""
    return _digest(document.text, document.readable, footnotes_to_json(document.footnotes))


def text_hash(text: str) -> str:
    """Hash of words to embed, exact: the same hash means the same vector."""
    return _digest(text)


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words(text: str) -> list[str]:
    """The text's words, lower case, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(plain.casefold().replace("’", "'"))


def words_hash(text: str) -> str:
    """Hash of the normalised words: equal for copies that differ in quotes, case or stops."""
    return _digest(*words(text))


def period_end(day: date, precision: Precision | None) -> date:
    """Last day of the period that begins on ``day``.

    >>> period_end(date(2024, 2, 1), "month")
    datetime.date(2024, 2, 29)
    """
    if precision == "week":
        return day + timedelta(days=6)
    if precision == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if precision == "year":
        return date(day.year, 12, 31)
    return day
